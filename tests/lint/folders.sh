#!/bin/sh
# Holds the table of which folder may include which (besides base and itself), and that each
# foreign library is included in one place only.
set -u
allowed() {
    case $1 in
    base) echo "" ;;
    doc | font | image | device) echo "" ;;
    read | edition | edit | style | check) echo "doc" ;;
    page) echo "font image" ;;
    layout) echo "doc style font image page" ;;
    write) echo "doc style font image page" ;;
    site) echo "doc" ;;
    app) echo "doc read edition edit style image font page layout write check device site" ;;
    esac
}
bad=0
for folder in base doc read edition edit style image font page layout write check device site app; do
    ok=" base $folder $(allowed $folder) "
    for file in $(git ls-files "src/$folder/*.[ch]"); do
        for other in $(sed -n 's|^#include "\([a-z]*\)/.*|\1|p' "$file" | sort -u); do
            case $ok in *" $other "*) ;; *)
                echo "$file: src/$folder may not include from src/$other"
                bad=1
                ;;
            esac
        done
    done
done
# library header pattern, then the files that may include it
while read -r pattern files; do
    found=$(git grep -lE "#include <($pattern)" -- 'src/*.c' 'src/*.h' | tr '\n' ' ')
    for file in $found; do
        # shellcheck disable=SC2254 # a pattern is meant
        for allowed in $files; do case $file in $allowed) continue 2 ;; esac done
        echo "$file: may not include <$pattern…>"
        bad=1
    done
done <<'TABLE'
libxml/ src/base/xml*.c
zip\.h src/base/zip*.c
jansson src/base/json.c
libdeflate src/base/deflate.c
sha1\.h|md5\.h|sha2\.h src/base/hash.c
unicode/ src/base/unicode.c src/base/charset.c src/base/boundaries.* src/base/quotes.c
uchardet src/base/charset.c
libexttextcat src/base/lang.c
yaml\.h src/edition/*.c src/read/front.c
md4c src/read/markdown.c
hb src/font/*.c src/font/internal.h
fribidi src/layout/*.c
hpdf src/write/pdf*
ft2build src/write/raster.c
png\.h src/image/png.c
jpeglib src/image/jpeg.c
vips src/image/helper/*.c
TABLE
exit $bad
