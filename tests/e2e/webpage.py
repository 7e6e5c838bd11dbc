#!/usr/bin/env python3
"""webpage.py PAGE.html...: what every page of newsbind's has to keep: well-formed as XML too, nothing
loaded from elsewhere and no script, ids unique, every link within the page leads somewhere, one
main part, headings that leave out no level, languages, pictures with descriptions, and both
colour schemes and print in the stylesheet. Prints what is wrong; exit 1 then."""
import re
import sys
import xml.etree.ElementTree as tree

HTML = "{http://www.w3.org/1999/xhtml}"
FORBIDDEN = {"script", "iframe", "object", "embed", "link", "form", "base", "video", "audio"}


def check_links(elements):
    ids = [e.get("id") for e in elements if e.get("id")]
    for one in sorted({i for i in ids if ids.count(i) > 1}):
        yield f"id {one} twice"
    for element in elements:
        href, src = element.get("href", ""), element.get("src")
        if href.startswith("#") and href[1:] not in ids:
            yield f"a link leads nowhere: {href}"
        elif href and not re.match(r"#|https?://|mailto:", href):
            yield f"a link leads out: {href}"
        if src is not None and not src.startswith("data:image/"):
            yield f"loaded from elsewhere: {src[:60]}"
        if element.tag == HTML + "img" and element.get("alt") is None:
            yield "a picture without alt"


def check_outline(elements):
    levels = [int(e.tag[-1]) for e in elements if re.fullmatch(HTML + "h[1-6]", e.tag)]
    if levels.count(1) != 1 or levels[0] != 1:
        yield f"headings of level 1: {levels.count(1)}"
    for above, below in zip(levels, levels[1:]):
        if below > above + 1:
            yield f"a heading of level {below} below one of level {above}"


def check(path):
    with open(path, encoding="utf-8") as page:
        text = page.read()
    root = tree.fromstring(text)
    elements = list(root.iter())
    names = [e.tag.removeprefix(HTML) for e in elements]
    yield from (f"an element <{n}>" for n in sorted(FORBIDDEN & set(names)))
    for element in elements:
        yield from (f"attribute {a}" for a in element.attrib if a.startswith("on") or a == "style")
    if names.count("main") != 1 or names.count("title") != 1 or names.count("style") != 1:
        yield "not one main, title and style"
    if not root.get("lang"):
        yield "no language"
    css = "".join(root.find(f"{HTML}head/{HTML}style").itertext())
    yield from (f"no {w} in the stylesheet" for w in ("prefers-color-scheme: dark", "@media print") if w not in css)
    if re.search(r'url\((?!"data:font/)|@import|expression', css):
        yield "the stylesheet loads something"
    yield from check_links(elements)
    yield from check_outline(elements)
    articles = [e for e in elements if e.tag == HTML + "article"]
    listed = [e.get("href") for e in root.iterfind(f".//{HTML}nav//{HTML}p[@class='contents-entry']/{HTML}a")]
    if (listed or len(articles) > 1) and listed != ["#" + a.get("id") for a in articles]:
        yield "the contents do not list the articles in order"


failed = 0
for name in sys.argv[1:]:
    for what in check(name):
        print(f"{name.rsplit('/', 1)[-1]}: {what}")
        failed = 1
sys.exit(failed)
