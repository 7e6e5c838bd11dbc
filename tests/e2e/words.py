#!/usr/bin/env python3
"""words.py ARTICLE.json FULLTEXT PDF EPUB: whether the books have the words of `extract --to
fulltext`, each as often, case aside (a style may set capitals). What a book may have besides: the
word above related stories, the article's site and address at its end, and in the PDF the running
head and folio of each page. Prints what is missing or too much; exit 1 then."""
import collections
import html
import json
import re
import subprocess
import sys
import unicodedata
import zipfile

OWN = re.compile(r"^[\d\W]*$")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


# newsbind's own word above related stories (src/doc/words.c), in the samples' languages
RELATED = "Related Mehr zum Thema À lire aussi 相关报道 関連記事 ذات صلة בנושא संबंधित"


def words(text):
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad\ufeff]", "", text)
    # vowel signs of Hebrew and Arabic: pdftotext gives them to the letter before
    text = re.sub("[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670]", "", text)
    # scripts without spaces are compared by character
    text = re.sub(r"([\u3000-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])", r" \1 ", text)
    # a style may set capitals
    return collections.Counter(w for w in re.findall(r"\w+", text.casefold()))


def pdf_text(path, *mode):
    run = subprocess.run(["pdftotext", *mode, path, "-"], capture_output=True, text=True, check=True)
    text = re.sub("\u00ad\\s*", "", run.stdout)  # a word that was broken at a line's end
    return re.sub("[\u202a-\u202c]", " ", text)  # pdftotext's own marks, between words


def pdf_words(path):
    """In the order of the file, where columns cannot be mixed up; right-to-left words as pdftotext
    puts them together on the page, which it does not do in that order."""
    raw, page = words(pdf_text(path, "-raw")), words(pdf_text(path))
    return collections.Counter(
        {w: n for w, n in raw.items() if not RIGHT_TO_LEFT.search(w)}
        | {w: n for w, n in page.items() if RIGHT_TO_LEFT.search(w)})


def epub_words(path):
    text = []
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if re.search(r"/a\d+\.xhtml$", name):
                page = book.read(name).decode("utf-8")
                page = re.sub(r"(?s)<head>.*?</head>", " ", page)
                page = re.sub(r'(?s)<nav.*?</nav>|<p class="article-nav.*?</p>', " ", page)
                page = re.sub(r"</?(?:em|strong|a|span|sub|sup|code|i|b)\b[^>]*>", "", page)
                text.append(html.unescape(re.sub(r"<[^>]+>", " ", page)))
    return words(" ".join(text))


def without(counter, allowed):
    return collections.Counter({w: n for w, n in counter.items() if w not in allowed and not OWN.match(w)})


def show(what, counter):
    if counter:
        print(f"  {what}: " + " ".join(f"{w}×{n}" for w, n in sorted(counter.items())[:20]))
    return bool(counter)


def main():
    article = json.load(open(sys.argv[1], encoding="utf-8"))
    fulltext = open(sys.argv[2], encoding="utf-8").read()
    want = words(fulltext)
    pdf, epub = pdf_words(sys.argv[3]), epub_words(sys.argv[4])
    own = set(words(" ".join((RELATED, article.get("site", ""), article.get("url", "")))))
    head = set(words(article.get("title", "") + " " + " ".join(fulltext.split("\n")[:8])))
    wrong = show("missing in the PDF", want - pdf)
    wrong |= show("missing in the EPUB", want - epub)
    wrong |= show("only in the EPUB", without(epub - want, own))
    wrong |= show("only in the PDF", without(pdf - want, own | head))
    return 1 if wrong else 0


sys.exit(main())
