#!/usr/bin/env python3
"""words.py ARTICLE.json FULLTEXT [STYLE:FILE.pdf] [FILE.txt] [PAGE.html[:a1]] BOOK.epub[:a001]:
whether the books have the words of `extract --to fulltext`, each exactly as often, and in the same
order.

In an EPUB or a page (of which the part behind the colon names the article's files or element) the
order must be the same throughout. In a PDF pdftotext must find the words both as they stand in the
file and as they stand on the page, between the margins that the style has; hyphens join words, in
the text as well, since those at the ends of lines do. Captions and notes may stand elsewhere there;
all other words must keep their order: that of the file, or, from right to left, that on the page,
which alone is put in the text's. Nor may a word be missing for MuPDF, which goes by the glyphs' own
texts. Besides, a book has the word above related stories and the article's site and host at its
end, each once; the ways above and below an article in an EPUB and the pages' heads and feet do not
count. Prints what is missing, too much or out of place; exit 1 then."""
import collections
import difflib
import html
import json
import re
import subprocess
import sys
import unicodedata
import urllib.parse
import zipfile

# newsbind's own word above related stories (src/doc/words.c), in the samples' languages
RELATED = {"en": "Related", "de": "Mehr zum Thema", "fr": "À lire aussi", "zh": "相关报道",
           "ja": "関連記事", "ar": "ذات صلة", "he": "בנושא", "hi": "संबंधित"}


def words(text):
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad\ufeff]", "", text)
    # scripts without spaces are compared by character
    text = re.sub(r"([\u3000-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])", r" \1 ", text)
    # a style may set capitals
    return re.findall(r"\w+", text.casefold())


def millimetres(text):
    return [float(n) * 72 / 25.4 for n in re.findall(r"([\d.]+)mm", text)]


def crop(style, path):
    """Options that keep a page's head and foot out, by the style's margins."""
    with open(f"styles/{style}.css", encoding="utf-8") as sheet:
        margins = millimetres(re.search(r"@page\s*{[^}]*?margin:([^;]*);", sheet.read())[1])
    head, foot = margins[0] - 3, margins[2 if len(margins) > 2 else 0] - 3
    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    width, height = map(float, re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", info).groups())
    return ["-x", "0", "-y", str(int(head)), "-W", str(int(width) + 1), "-H", str(int(height - head - foot))]


def join(text):
    return re.sub("(?<=\\w)[-\u2010]\\s*(?=\\w)", "", text)


def pdf_words(*command):
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    # a word that was broken at a line's end; pdftotext's own marks, between words
    text = re.sub("\u00ad\\s+", "", run.stdout)
    return words(join(re.sub("[\u202a-\u202c]", " ", text)))


def epub_words(path, stem):
    text = []
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if re.search(rf"/{stem}(-\d+)?\.xhtml$", name):
                page = book.read(name).decode("utf-8")
                page = re.sub(r"(?s)<head>.*?</head>", " ", page)
                page = re.sub(r'(?s)<p class="(?:head|foot)".*?</p>', " ", page)
                page = re.sub(r"</?(?:em|strong|a|span|sub|sup|code|i|b)\b[^>]*>", "", page)
                text.append(html.unescape(re.sub(r"<[^>]+>", " ", page)))
    return words(" ".join(text))


def html_words(path, anchor):
    """Those of one article of a page, or of all."""
    with open(path, encoding="utf-8") as page:
        articles = re.findall(r'(?s)<article id="([^"]*)"[^>]*>(.*?)</article>', page.read())
    text = " ".join(inner for own, inner in articles if anchor in ("", own))
    text = re.sub(r"</?(?:em|strong|a|span|sub|sup|code|i|b)\b[^>]*>", "", text)
    return words(html.unescape(re.sub(r"<[^>]+>", " ", text)))


def blocks_of(article, *types):
    """The blocks of some types, at any depth."""
    found, left = [], [article]
    while left:
        at = left.pop()
        if isinstance(at, dict):
            found += [at] if at.get("type") in types else []
            left += at.values()
        elif isinstance(at, list):
            left += at
    return found


def apart(article):
    """What may stand elsewhere on a page."""
    return collections.Counter(words(json.dumps(blocks_of(article, "figure", "footnote"), ensure_ascii=False)))


def own_words(article, paged, text=False):
    """What a book may have besides, each word as often; a page and a text also the numbers of lists."""
    host = urllib.parse.urlsplit(article.get("url", "")).hostname or ""
    related = RELATED.get(article.get("lang", "en").split("-")[0], "") if article.get("related") else ""
    own = collections.Counter(words(join(" ".join((related, article.get("site", ""), host)))))
    if text:
        own.update(words(article.get("url", "")))
    for items in blocks_of(article, "list"):
        if paged and items.get("ordered"):
            start = items.get("start", 1)
            own.update(str(n) for n in range(start, start + len(items["items"])))
    return own


def show(what, counter):
    if counter:
        print(f"  {what}: " + " ".join(f"{w}×{n}" for w, n in sorted(counter.items())[:20]))
    return bool(counter)


def misplaced(want, have):
    """The words of `want` that stand elsewhere in `have`."""
    if want == have:
        return collections.Counter()
    matcher = difflib.SequenceMatcher(None, want, have, autojunk=False)
    moved = collections.Counter()
    for tag, begin, end, _, _ in matcher.get_opcodes():
        if tag != "equal":
            moved.update(want[begin:end])
    return moved & collections.Counter(have)


def check_pdf(article, text, style, path):
    """By the file's order and by the page's; that of words in the one that is the text's."""
    wrong, right_to_left = False, article.get("dir") == "rtl"
    want = words(join(text))
    for mode in [[], [] if right_to_left else ["-raw"]]:
        order = pdf_words("pdftotext", *mode, *crop(style, path), path, "-")
        count, have = collections.Counter(want), collections.Counter(order)
        name = " ".join([path.rsplit("/", 1)[-1], *mode])
        wrong |= show(f"{name}: missing", count - have)
        wrong |= show(f"{name}: added", have - count - own_words(article, True))
    if not right_to_left:  # which it leaves as it stands
        have = collections.Counter(pdf_words("mutool", "draw", "-q", "-F", "txt", path))
        wrong |= show(f"{name}: missing for MuPDF", count - have)
    return wrong | show(f"{name}: misplaced", misplaced(want, order) - apart(article))


def check(article, text, book):
    if book.endswith(".pdf"):
        return check_pdf(article, text, *book.split(":"))
    free, want = collections.Counter(), words(text)
    if book.endswith(".txt"):
        # notes stand at the end of a text, behind or before the related stories
        with open(book, encoding="utf-8") as file:
            order = words(file.read())
        free = apart(article) + collections.Counter(words(" ".join(r["title"] for r in article.get("related", []))))
    elif ".html" in book:
        order = html_words(*book.partition(":")[::2])
    else:
        path, _, stem = book.partition(":")
        order = epub_words(path, stem or r"a\d+")
    count, have = collections.Counter(want), collections.Counter(order)
    name = book.rsplit("/", 1)[-1]
    wrong = show(f"{name}: missing", count - have)
    wrong |= show(f"{name}: added", have - count - own_words(article, book.endswith(".txt"), book.endswith(".txt")))
    return wrong | show(f"{name}: misplaced", misplaced(want, order) - free)


def main():
    article = json.load(open(sys.argv[1], encoding="utf-8"))
    text = open(sys.argv[2], encoding="utf-8").read()
    wrong = [check(article, text, book) for book in sys.argv[3:]]
    return 1 if any(wrong) or not words(text) else 0


sys.exit(main())
