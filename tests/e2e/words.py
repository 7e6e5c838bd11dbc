#!/usr/bin/env python3
"""words.py ARTICLE.json FULLTEXT [FILE.pdf] [FILE.txt] [PAGE.html[:a1]] BOOK.epub[:a001]: whether the books have the words of
`extract --to fulltext`: each exactly as often, and in the same order.

In an EPUB or a page (of which the part behind the colon names the article's files or element) the order must be the
same throughout. On a page captions and notes may stand elsewhere; all other words must keep their
order, articles from right to left aside, which pdftotext does not give in that of the text.
Besides, a book has the word above related stories and the article's site and host at its end, each
once; the ways above and below an article in an EPUB and the pages' heads and feet do not count.
Prints what is missing, too much or out of place; exit 1 then."""
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
# Points at a page's head and foot where the running head stands.
HEAD, FOOT = 38, 40


def words(text):
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad\ufeff]", "", text)
    # vowel signs of Hebrew and Arabic: pdftotext gives them to the letter before
    text = re.sub("[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670]", "", text)
    # scripts without spaces are compared by character
    text = re.sub(r"([\u3000-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])", r" \1 ", text)
    # a style may set capitals
    return re.findall(r"\w+", text.casefold())


def pdf_pages(path):
    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    width, height = map(float, re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", info).groups())
    return ["-x", "0", "-y", str(HEAD), "-W", str(int(width) + 1), "-H", str(int(height) - HEAD - FOOT)]


def pdf_text(path, *mode):
    """The text between the pages' heads and feet."""
    run = subprocess.run(["pdftotext", *mode, path, "-"], capture_output=True, text=True, check=True)
    text = "\n".join(re.findall(r">(.*)</word>", run.stdout)) if "-bbox" in mode else run.stdout
    # a word that was broken at a line's end; pdftotext's own marks, between words
    return re.sub("[\u202a-\u202c]", " ", re.sub("\u00ad\\s+", "", html.unescape(text)))


def pdf_words(path, right_to_left):
    """The least and the most that each word is there, and their order: that of the file, where
    columns cannot be mixed up. pdftotext runs words together that are set tight, or else parts
    them at an index: so it is asked in both ways."""
    crop = pdf_pages(path)
    if right_to_left:  # only on the page it puts letters in order
        order = words(pdf_text(path, *crop))
        return collections.Counter(order), collections.Counter(order), order
    tight, order = words(pdf_text(path, "-raw", *crop)), words(pdf_text(path, "-bbox", "-raw", *crop))
    counts = collections.Counter(tight), collections.Counter(order)
    return counts[0] & counts[1], counts[0] | counts[1], order


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


def own_words(article, paged):
    """What a book may have besides, each word as often; a page and a text also the numbers of lists."""
    host = urllib.parse.urlsplit(article.get("url", "")).hostname or ""
    related = RELATED.get(article.get("lang", "en").split("-")[0], "") if article.get("related") else ""
    own = collections.Counter(words(" ".join((related, article.get("site", ""), host))))
    if paged == "text":
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
    matcher = difflib.SequenceMatcher(None, want, have, autojunk=False)
    moved = collections.Counter()
    for tag, begin, end, _, _ in matcher.get_opcodes():
        if tag != "equal":
            moved.update(want[begin:end])
    return moved & collections.Counter(have)


def check(article, want, book):
    if book.endswith(".pdf"):
        right_to_left = article.get("dir") == "rtl"
        least, most, order = pdf_words(book, right_to_left)
        order, free = want if right_to_left else order, apart(article)
    elif book.endswith(".txt"):
        # notes stand at the end of a text, behind or before the related stories
        with open(book, encoding="utf-8") as text:
            order = words(text.read())
        free = apart(article) + collections.Counter(words(" ".join(r["title"] for r in article.get("related", []))))
        least = most = collections.Counter(order)
    elif ".html" in book:
        order, free = html_words(*book.partition(":")[::2]), collections.Counter()
        least = most = collections.Counter(order)
    else:
        path, _, stem = book.partition(":")
        order, free = epub_words(path, stem or r"a\d+"), collections.Counter()
        least = most = collections.Counter(order)
    paged = "text" if book.endswith(".txt") else book.endswith(".pdf")
    name, count = book.rsplit("/", 1)[-1], collections.Counter(want)
    wrong = show(f"{name}: missing", count - most)
    wrong |= show(f"{name}: added", least - count - own_words(article, paged))
    return wrong | show(f"{name}: misplaced", misplaced(want, order) - free)


def main():
    article = json.load(open(sys.argv[1], encoding="utf-8"))
    want = words(open(sys.argv[2], encoding="utf-8").read())
    wrong = [check(article, want, book) for book in sys.argv[3:]]
    return 1 if any(wrong) or not want else 0


sys.exit(main())
