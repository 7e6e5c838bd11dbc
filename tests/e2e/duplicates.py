#!/usr/bin/env python3
"""Feeds with known duplicates, and what a search for them is worth.

    duplicates.py make FOLDER [ARTICLES [FEEDS]]    writes feeds, weekly.yaml and truth.json
    duplicates.py score FOLDER REPORT               prints precision, recall, and what was kept

The set is invented and the same everywhere. A quarter of the stories has a duplicate or more:
the same in another feed, at another address, updated (there or elsewhere), syndicated (another
headline, a house paragraph, words edited, an end cut off), as an excerpt, all of that in a
script without spaces. Unlike stories have much in common on purpose: quotes and background of
the same event, a headline that a column always has, an address that a whole feed gives, a
paragraph about the house below every article, daily reports on one form, reviews that quote
the openings of others."""
import json
import pathlib
import random
import sys
from xml.sax.saxutils import escape

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bench"))
import news

SIGNS = [chr(c) for c in range(0x4E00, 0x4E00 + 1800, 2)]


class Chinese(news.Writer):
    """The same in characters: words of one to three, without spaces."""

    def __init__(self, seed):
        super().__init__(seed)
        self.words = random.Random(9)
        self.list = ["".join(self.words.choice(SIGNS) for _ in range(1 + n % 3)) for n in range(900)]

    def sentence(self):
        return "".join(self.ranked(self.list, 16, 84) for _ in range(6 + self.rng.randrange(14))) + "。"

    def heading(self, words):
        return "".join(self.one(self.list) for _ in range(words))


class Maker:
    def __init__(self, articles, feeds):
        self.rng = random.Random(20261122)
        self.feeds = [[] for _ in range(feeds)]
        self.left = articles
        self.story = 0

    def chance(self, percent):
        return self.rng.randrange(100) < percent

    def day(self):
        return 8 + self.rng.randrange(14)

    def put(self, story, text, title, feed=None, url=None, day=None, summary=False):
        """One entry; `story` says which articles are the same. Returns where it stands."""
        if feed is None:
            feed = self.rng.randrange(len(self.feeds))
        number = sum(len(f) for f in self.feeds)
        entry = {"story": story, "feed": feed, "title": title, "text": text, "summary": summary,
                 "day": day or self.day(),
                 "url": url or f"https://paper{feed}.example/2026/{number}-{len(title)}"}
        self.feeds[feed].append(entry)
        self.left -= 1
        return entry

    def other(self, feed):
        return (feed + 1 + self.rng.randrange(len(self.feeds) - 1)) % len(self.feeds)

    # -- texts

    def paragraphs(self, writer, words):
        """Paragraphs of about so many words in all; a character is half of one."""
        parts, count = [], 0
        while count < words:
            part = writer.paragraph()
            count += max(part.count(" ") + 1, len(part) // 2 if part[0] in SIGNS else 0)
            parts.append(part)
        return parts

    def edited(self, parts, percent):
        """A desk's changes: so many of a hundred words replaced."""
        out = []
        for part in parts:
            spaced = " " in part
            units = part.split(" ") if spaced else list(part)
            units = [("said" if spaced else "的") if self.chance(percent) else u for u in units]
            out.append((" " if spaced else "").join(units))
        return out

    def writer(self):
        self.story += 1
        return (Chinese if self.story % 9 == 0 else news.Writer)(self.story)

    # -- stories with duplicates

    def duplicates(self):
        kinds = [self.same, self.moved, self.updated, self.rewritten, self.syndicated,
                 self.syndicated, self.excerpt]
        self.rng.choice(kinds)(self.writer())

    def first(self, writer, words=None):
        parts = self.paragraphs(writer, words or 150 + self.rng.randrange(600))
        return parts, self.put(self.story, parts, writer.heading(7))

    def same(self, writer):
        parts, a = self.first(writer)
        for _ in range(1 + self.rng.randrange(3)):
            self.put(self.story, parts, a["title"], self.other(a["feed"]),
                     a["url"] + "?utm_source=rss", a["day"])

    def moved(self, writer):
        parts, a = self.first(writer, 40 + self.rng.randrange(500))
        self.put(self.story, parts, a["title"], self.other(a["feed"]), day=a["day"])

    def updated(self, writer):
        parts, a = self.first(writer)
        parts = self.edited(parts, 4) + self.paragraphs(writer, 40 + self.rng.randrange(120))
        self.put(self.story, parts, writer.heading(7), a["feed"], a["url"], a["day"] + 1)

    def rewritten(self, writer):
        parts, a = self.first(writer)
        parts = self.paragraphs(writer, 30 + self.rng.randrange(60)) + self.edited(parts[1:], 5)
        self.put(self.story, parts, writer.heading(7), a["feed"], None, a["day"] + 1)

    def syndicated(self, writer):
        parts, a = self.first(writer)
        feed = a["feed"]
        for _ in range(1 + self.rng.randrange(4)):
            feed = self.other(feed)
            copy = self.edited(parts, self.rng.randrange(6))
            if len(copy) > 6:
                copy = copy[:len(copy) - self.rng.randrange(3)]
            copy.insert(0 if self.chance(50) else len(copy), writer.paragraph())
            self.put(self.story, copy, writer.heading(7), feed)

    def excerpt(self, writer):
        parts, a = self.first(writer, 400)
        words = parts[0].split(" ") + " ".join(parts[1:]).split(" ")
        cut = " ".join(words[:60 + self.rng.randrange(60)])
        cut = cut[:240] if cut[0] in SIGNS else cut
        self.put(self.story, [cut + " …"], writer.heading(7), self.other(a["feed"]), summary=True)

    # -- stories that only look so

    def unlike(self):
        kinds = [self.event] * 3 + [self.column, self.alone, self.alone, self.alone, self.alone]
        self.rng.choice(kinds)()

    def alone(self):
        self.first(self.writer(), 60 + self.rng.randrange(700))

    def event(self):
        """Two to four papers on one event: names, quotes, a paragraph of background."""
        writer = self.writer()
        quotes, background = [writer.sentence(), writer.sentence()], self.paragraphs(writer, 50)
        for _ in range(2 + self.rng.randrange(3)):
            parts = self.paragraphs(writer, 180 + self.rng.randrange(300))
            parts[1:1] = [" ".join(quotes)]
            parts += background[:1] if self.chance(60) else background
            self.story += 1
            self.put(self.story, parts, writer.heading(7))

    def column(self):
        feed, title = self.rng.randrange(len(self.feeds)), news.Writer(self.story).heading(4)
        for _ in range(2):
            writer = self.writer()
            self.put(self.story, self.paragraphs(writer, 100), title, feed)

    def reports(self, feed):
        """A daily report: one form, other numbers."""
        form = " ".join(news.Writer(90000 + feed).sentence() for _ in range(8)).split(" ")
        for day in range(9, 15):
            words = [str(self.rng.randrange(900)) if i % 9 == 5 else w for i, w in enumerate(form)]
            self.story += 1
            self.put(self.story, [" ".join(words)], f"Report of day {day}", feed, None, day)

    def ticker(self, feed):
        """Short items, all with the address of the same page."""
        for _ in range(8):
            writer = self.writer()
            self.put(self.story, self.paragraphs(writer, 30), writer.heading(5), feed,
                     f"https://paper{feed}.example/live")

    def review(self):
        """The openings of other stories, one behind the other."""
        entries = [e for feed in self.feeds for e in feed if len(e["text"]) > 4]
        parts = [e["text"][0] for e in self.rng.sample(entries, min(6, len(entries)))]
        self.story += 1
        self.put(self.story, parts, f"What the week was {self.story}")

    def make(self):
        for feed in range(0, len(self.feeds), 20):
            self.reports(feed)
            self.ticker(feed)
        while self.left > 10:
            self.duplicates() if self.chance(25) else self.unlike()
            if self.story % 120 == 0:
                self.review()
        while self.left > 0:
            self.alone()


def entry_xml(entry, house):
    text = "".join(f"<p>{escape(p)}</p>" for p in entry["text"] + ([] if entry["summary"] else [house]))
    tag = "description" if entry["summary"] else "content:encoded"
    return (f"<item><title>{escape(entry['title'])}</title><link>{escape(entry['url'])}</link>"
            f"<pubDate>{entry['day']:02d} Nov 2026 08:00:00 GMT</pubDate>"
            f"<{tag}>{escape(text)}</{tag}></item>\n")


def make(folder, articles=600, feeds=40):
    maker = Maker(articles, feeds)
    maker.make()
    (folder / "feeds").mkdir(parents=True, exist_ok=True)
    truth = []
    for number, feed in enumerate(maker.feeds):
        house = " ".join(news.Writer(70000 + number).sentence() for _ in range(3))
        name = f"feeds/{number:03d}.rss"
        (folder / name).write_text(
            '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>Paper {number}</title><link>https://paper{number}.example/</link>\n"
            + "".join(entry_xml(e, house) for e in feed) + "</channel></rss>\n", encoding="utf-8")
        truth += [{"story": e["story"], "file": name, "title": e["title"],
                   "url": e["url"].split("?")[0], "day": e["day"], "summary": e["summary"]}
                  for e in feed]
    (folder / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
    (folder / "weekly.yaml").write_text("title: Duplicates\ndate: 2026-11-22\nlanguage: en\n"
                                        "sections:\n  - sources: feeds\n", encoding="utf-8")


def key(item):
    return item["file"], item["title"], item.get("url", "").split("?")[0]


def score(folder, report, verbose=False):
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    pairs = json.loads(pathlib.Path(report).read_text(encoding="utf-8"))["duplicates"]
    known = {key(t): t for t in truth}
    stories = {}
    for item in truth:
        stories.setdefault(item["story"], []).append(item)
    wanted = sum(len(s) - 1 for s in stories.values())
    right, newest = 0, 0
    out = set()
    for pair in pairs:
        a, b = known[key(pair["left_out"])], known[key(pair["kept"])]
        if a["story"] == b["story"]:
            right += 1
            newest += b["summary"] <= a["summary"] and (
                b["day"] >= a["day"] or a["summary"] > b["summary"])
        elif verbose:
            print("wrong:", pair)
        out.add(key(pair["left_out"]))
    if verbose:
        for story in stories.values():
            missed = [t for t in story if key(t) not in out]
            if len(missed) > 1:
                print("missed:", missed)
    print(f"articles {len(truth)} duplicates {wanted} found {len(pairs)} right {right} newest {newest}")
    print(f"precision {right / max(len(pairs), 1):.4f} recall {right / max(wanted, 1):.4f} "
          f"newest {newest / max(right, 1):.4f}")


if __name__ == "__main__":
    what, where, *rest = sys.argv[1:]
    if what == "make":
        make(pathlib.Path(where), *map(int, rest))
    else:
        score(pathlib.Path(where), *rest)
