#!/usr/bin/env python3
"""sitecheck.py SITE [--stale]: whether a site made by newsbind bundle is whole. Every issue's files
are there with their checksums, the manifest says the same; opds.xml keeps the MUSTs of OPDS 1.2 and
of Atom (RFC 4287), feed.xml those of Atom, opds.json those of OPDS 2.0; index.html is well-formed;
all list the issues, the newest first, and every address leads to a file of the size given. With
--stale the lists may be those of before: of fewer issues, and with other sizes. Prints what is
wrong; exit 1 then."""
import hashlib
import json
import os
import re
import sys
import urllib.parse
import xml.etree.ElementTree as tree

ATOM, DC = "{http://www.w3.org/2005/Atom}", "{http://purl.org/dc/terms/}"
OPDS = "http://opds-spec.org/"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
IRI = r"[a-z][a-z0-9+.-]*:[^ <>\"]+"


class Site:
    def __init__(self, folder, stale):
        self.folder, self.stale, self.wrong = folder, stale, []
        self.issues = {}  # folder → manifest

    def say(self, what):
        self.wrong.append(what)

    def must(self, fine, what):
        if not fine:
            self.say(what)
        return fine

    def leads(self, where, href, length=None):
        """An address of the site leads to a file."""
        base = os.environ.get("BASE_URL", "")
        if not self.must(href is not None, f"{where}: no address") or href.startswith("#"):
            return
        if not self.must(href.startswith(base), f"{where}: not below {base}: {href}"):
            return
        href = urllib.parse.unquote(href[len(base) :].split("#")[0])
        path = os.path.join(self.folder, href)
        if self.must("://" not in href and os.path.isfile(path), f"{where}: leads nowhere: {href}"):
            if length is not None and not self.stale:
                self.must(os.path.getsize(path) == int(length), f"{where}: another size: {href}")


def check_issue(site, name):
    folder = os.path.join(site.folder, name)
    sums = {}
    with open(os.path.join(folder, "SHA256SUMS"), encoding="ascii") as text:
        for line in text:
            match = re.fullmatch(r"([0-9a-f]{64})  (\S+)\n", line)
            if site.must(match, f"{name}: SHA256SUMS: {line!r}"):
                sums[match[2]] = match[1]
    found = set(os.listdir(folder)) - {"SHA256SUMS"}
    site.must(found == set(sums), f"{name}: files and SHA256SUMS differ: {found ^ set(sums)}")
    for file in sums.keys() & found:
        with open(os.path.join(folder, file), "rb") as data:
            site.must(hashlib.sha256(data.read()).hexdigest() == sums[file], f"{name}: {file}: checksum")
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as text:
        manifest = json.load(text)
    site.must(manifest["manifest"] == 1, f"{name}: manifest's version")
    listed = {f["name"]: f for f in manifest["files"]}
    site.must(set(listed) == set(sums) - {"manifest.json"}, f"{name}: the manifest lists other files")
    for file, facts in listed.items():
        size = os.path.getsize(os.path.join(folder, file))
        site.must(facts["sha256"] == sums.get(file) and facts["size"] == size, f"{name}: manifest: {file}")
    for role in ("pdf", "epub", "html", "cover", "front", "publication"):
        site.must(any(f["role"] == role for f in manifest["files"]), f"{name}: no {role}")
    for key in ("id", "title", "date", "modified", "articles", "sources", "warnings"):
        site.must(key in manifest, f"{name}: manifest without {key}")
    site.issues[name] = manifest


def check_atom(site, where, root):
    """The MUSTs of RFC 4287 that do not come with being well-formed."""
    one = lambda e, name: len(e.findall(ATOM + name)) == 1
    site.must(root.tag == ATOM + "feed", f"{where}: no feed")
    ids = []
    for element in [root, *root.findall(ATOM + "entry")]:
        for name in ("id", "title", "updated"):
            site.must(one(element, name), f"{where}: {name} of {element.tag}")
        for name in ("updated", "published"):
            for at in element.findall(ATOM + name):
                site.must(re.fullmatch(TIME, at.text), f"{where}: {name}: {at.text}")
        site.must(re.fullmatch(IRI, element.findtext(ATOM + "id") or ""), f"{where}: id")
        ids.append(element.findtext(ATOM + "id"))
        authors = element.findall(ATOM + "author") or root.findall(ATOM + "author")
        site.must(authors and all(a.findtext(ATOM + "name") for a in authors), f"{where}: author")
        links = element.findall(ATOM + "link")
        site.must(all(l.get("href") for l in links), f"{where}: a link without href")
        alternates = [(l.get("type"), l.get("hreflang")) for l in links if l.get("rel", "alternate") == "alternate"]
        site.must(len(alternates) == len(set(alternates)), f"{where}: alternates of one type")
        if element is not root and element.find(ATOM + "content") is None:
            site.must(where == "opds.xml" or alternates, f"{where}: neither content nor alternate")
        for link in links:
            site.leads(where, link.get("href"), link.get("length"))
    site.must(len(ids) == len(set(ids)), f"{where}: an id twice")


def order(site, where, found):
    """The issues in the order of their days; all of them unless lists may be stale."""
    want = sorted(site.issues, key=lambda n: (site.issues[n]["date"], n), reverse=True)
    if site.stale:
        site.must(len(found) >= len(want) - 1, f"{where}: issues are missing")
        want = [n for n in want if n in found]
    site.must(found == want, f"{where}: lists {found}, not {want}")


def folders(links):
    found = []
    for href in links:
        parts = href.removeprefix(os.environ.get("BASE_URL", "")).split("#")[0].split("/")
        if len(parts) > 1 and parts[-2] not in found:
            found.append(parts[-2])
    return found


def check_feed(site):
    root = tree.parse(os.path.join(site.folder, "feed.xml")).getroot()
    check_atom(site, "feed.xml", root)
    site.must(any(l.get("rel") == "self" for l in root.findall(ATOM + "link")), "feed.xml: no self")
    for entry in root.findall(ATOM + "entry"):
        kinds = {l.get("type") for l in entry.findall(ATOM + "link") if l.get("rel") == "enclosure"}
        site.must({"application/pdf", "application/epub+zip"} <= kinds, f"feed.xml: enclosures {kinds}")
    order(site, "feed.xml", folders(l.get("href") for l in root.iterfind(f"{ATOM}entry/{ATOM}link")))


def check_opds(site):
    root = tree.parse(os.path.join(site.folder, "opds.xml")).getroot()
    check_atom(site, "opds.xml", root)
    for rel in ("self", "start"):
        found = [l.get("type") for l in root.findall(ATOM + "link") if l.get("rel") == rel]
        site.must(found == [ACQUISITION], f"opds.xml: {rel}: {found}")
    for entry in root.findall(ATOM + "entry"):
        links = entry.findall(ATOM + "link")
        acquired = [l for l in links if l.get("rel", "").startswith(OPDS + "acquisition")]
        site.must(acquired, "opds.xml: an entry without acquisition link")
        site.must(all(re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", l.get("type", "")) for l in acquired), "opds.xml: types")
        site.must(all(l.get("rel") != OPDS + "acquisition/buy" for l in acquired), "opds.xml: a price is wanted")
        for rel in ("image", "image/thumbnail"):
            types = {l.get("type") for l in links if l.get("rel") == OPDS + rel}
            site.must(types and types <= {"image/png", "image/jpeg", "image/gif"}, f"opds.xml: {rel}: {types}")
        for summary in entry.findall(ATOM + "summary"):
            site.must(summary.get("type", "text") == "text" and len(summary) == 0, "opds.xml: summary")
        own = {i.text for i in entry.findall(DC + "identifier")}
        site.must(entry.findtext(ATOM + "id") not in own, "opds.xml: dc:identifier is the entry's")
        site.must(entry.find(DC + "title") is None, "opds.xml: dc:title")
    order(site, "opds.xml", folders(l.get("href") for l in root.iterfind(f"{ATOM}entry/{ATOM}link")))


def rels(link):
    rel = link.get("rel", [])
    return rel if isinstance(rel, list) else [rel]


def check_publication(site, where, publication, base=""):
    links, images = publication["links"], publication.get("images", [])
    site.must(isinstance(publication["metadata"].get("title"), str), f"{where}: no title")
    site.must(any("self" in rels(l) for l in links), f"{where}: a publication without self")
    acquired = [l for l in links if any(r.startswith(OPDS + "acquisition") for r in rels(l))]
    site.must(acquired and all(l.get("type") for l in acquired), f"{where}: acquisition links")
    good = [i for i in images if i.get("type") in ("image/png", "image/jpeg", "image/gif")]
    site.must(good, f"{where}: no images")
    for link in links + images:
        site.leads(where, base + link["href"])


def check_opds2(site):
    with open(os.path.join(site.folder, "opds.json"), encoding="utf-8") as text:
        feed = json.load(text)
    site.must(isinstance(feed["metadata"].get("title"), str), "opds.json: no title")
    site.must(any("self" in rels(l) for l in feed["links"]), "opds.json: no self")
    site.must("publications" in feed or "navigation" in feed or "groups" in feed, "opds.json: no collection")
    for link in feed["links"]:
        site.leads("opds.json", link["href"])
    for publication in feed["publications"]:
        check_publication(site, "opds.json", publication)
    order(site, "opds.json", folders(p["links"][0]["href"] for p in feed["publications"]))
    for name in site.issues:
        with open(os.path.join(site.folder, name, "publication.json"), encoding="utf-8") as text:
            check_publication(site, name, json.load(text), os.environ.get("BASE_URL", "") + name + "/")


def check_page(site):
    with open(os.path.join(site.folder, "index.html"), encoding="utf-8") as text:
        page = text.read()
    root = tree.fromstring(page)
    site.must("<script" not in page and not re.search(r"\son\w+=", page), "index.html: script")
    links = [e.get("href") or e.get("src") for e in root.iter() if e.get("href") or e.get("src")]
    for href in links:
        site.leads("index.html", href)
    for image in root.iter("img"):
        site.must(image.get("alt"), "index.html: a picture without alt")
    order(site, "index.html", folders(links))


def main():
    site = Site(sys.argv[1], "--stale" in sys.argv)
    for name in sorted(os.listdir(site.folder)):
        if name.startswith(".") and name != ".newsbind-ignore":
            site.must(site.stale, f"left behind: {name}")
        elif os.path.isdir(os.path.join(site.folder, name)) and name not in ("other", ".newsbind"):
            check_issue(site, name)
    for check in (check_feed, check_opds, check_opds2, check_page):
        check(site)
    print("\n".join(site.wrong), end="\n" if site.wrong else "")
    return 1 if site.wrong else 0


sys.exit(main())
