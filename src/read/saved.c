/* Pages as browsers save them. The folder's name is the page's with an ending that depends on
 * the browser's language; it counts only where the page stands beside it. */
#include "read/saved.h"

#include "base/str.h"

#include <string.h>

enum { LONGEST = 2000 };

/* The endings that browsers use. */
static const char *const endings[] = {
    "_files",     ".files",     "-Dateien",  "_fichiers",  "_archivos",   "_file",
    "_bestanden", "-filer",     "_filer",    "_tiedostot", "_pliki",      "_soubory",
    "_elemei",    "_ficheiros", "_arquivos", "_dosyalar",  "_datoteke",   "_fitxers",
    "_failid",    "_fails",     "_bylos",    "_fajlovi",   "_fitxategiak"};
static const char *const pages[] = {".html", ".htm", ".xhtml", ".shtml"};

/* Whether a page stands beside the folder `path` (so many bytes of it), whose name ends with
 * so many. */
static bool has_page(const char *path, size_t len, bool (*exists)(void *, const char *),
                     void *user)
{
    char page[LONGEST + 8];
    for (size_t i = 0; len < LONGEST && i < sizeof pages / sizeof pages[0]; i++) {
        memcpy(page, path, len);
        memcpy(page + len, pages[i], strlen(pages[i]) + 1);
        if (exists(user, page))
            return true;
    }
    return false;
}

bool nb_saved_is_part(const char *path, bool (*exists)(void *user, const char *path),
                      void *user)
{
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        struct nb_str folder = {path, (size_t)(slash - path)};
        for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
            struct nb_str ending = nb_str_of(endings[i]);
            if (folder.len > ending.len && nb_str_ends_nocase(folder, ending) &&
                has_page(path, folder.len - ending.len, exists, user))
                return true;
        }
    }
    return false;
}
