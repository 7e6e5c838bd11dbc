#!/usr/bin/env python3
"""structure.py PDF: what a listener hears, from the structure tree: one line an element, its type
first. structure.py FULLTEXT ARTICLE.json PDF...: whether the structures have the words of `extract
--to fulltext` in the same order; prints what differs, exit 1 then. Labels of lists are no words of the
text, those of notes are; what newsbind adds is the word above related stories, and the site and its
address at the end."""
import base64
import difflib
import json
import re
import subprocess
import sys
import unicodedata

# newsbind's own word above related stories (src/doc/words.c), in the samples' languages
RELATED = "Related Mehr zum Thema À lire aussi 相关报道 関連記事 ذات صلة בנושא संबंधित"
TOKEN = re.compile(rb"\s*(?:(<<|>>|[\[\]])|/([^\s/<>\[\]()]*)|\(|<([0-9A-Fa-f\s]*)>|([^\s/<>\[\]()]+))")
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def literal(data, at):
    """A literal string from behind its opening parenthesis; and where it ends."""
    out, depth = bytearray(), 1
    while depth:
        c = data[at:at + 1]
        if c == b"\\":
            at += 1
            out += ESCAPES.get(data[at:at + 1], data[at:at + 1])
        else:
            depth += {b"(": 1, b")": -1}.get(c, 0)
            out += c if depth else b""
        at += 1
    return bytes(out), at


def tokens(data):
    at = 0
    while True:
        match = TOKEN.match(data, at)
        if not match:
            return
        at = match.end()
        if match.group(1):
            yield "mark", match.group(1).decode()
        elif match.group(2) is not None:
            yield "name", match.group(2).decode()
        elif match.group(3) is not None:
            yield "string", bytes.fromhex(match.group(3).decode())
        elif match.group(4):
            yield "word", match.group(4).decode()
        else:
            string, at = literal(data, at)
            yield "string", string


def text_string(value):
    return value[2:].decode("utf-16-be") if value[:2] == b"\xfe\xff" else value.decode("latin-1")


class Pdf:
    def __init__(self, path):
        run = subprocess.run(["qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized",
                              path, "-"], capture_output=True, check=True)
        objects = json.loads(run.stdout)["qpdf"][1]
        self.objects = {key[4:]: value for key, value in objects.items() if key.startswith("obj:")}
        self.root = self.get(objects["trailer"]["value"]["/Root"])
        self.fonts, self.contents = {}, {}

    def get(self, value):
        while isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            value = self.objects[value].get("value", self.objects[value])
        return value

    def stream(self, reference):
        stream = self.objects[reference]["stream"]
        return base64.b64decode(stream["data"])

    def font(self, reference):
        """Code, as its bytes, to text, by the font's ToUnicode map; how long a code is whose first
        byte is known, by the map's codespace."""
        if reference in self.fonts:
            return self.fonts[reference]
        cmap = self.stream(self.get(reference)["/ToUnicode"]).decode("latin-1")
        codes, lengths = {}, {}
        for first, last in re.findall(r"<(\w+)><(\w+)>", re.search(
                r"begincodespacerange(.*?)end", cmap, re.S).group(1)):
            for byte in range(int(first[:2], 16), int(last[:2], 16) + 1):
                lengths[byte] = len(first) // 2
        for kind, rows in re.findall(r"begin(bfchar|bfrange)\n(.*?)end", cmap, re.S):
            for row in rows.splitlines():
                numbers = re.findall(r"<(\w+)>", row)
                first, last = int(numbers[0], 16), int(numbers[-2], 16)
                text = bytes.fromhex(numbers[-1]).decode("utf-16-be")
                for code in range(first, last + 1):
                    codes[code.to_bytes(len(numbers[0]) // 2, "big")] = \
                        text[:-1] + chr(ord(text[-1]) + code - first)
        self.fonts[reference] = codes, lengths
        return codes, lengths

    def text(self, font, string):
        (codes, lengths), at, text = font, 0, ""
        while at < len(string):
            code = string[at:at + lengths[string[at]]]
            text += codes.get(code, "")
            at += len(code)
        return text

    def content(self, reference):
        """The text of a page's marked contents by their numbers."""
        if reference in self.contents:
            return self.contents[reference]
        page = self.get(reference)
        fonts = self.get(page["/Resources"])["/Font"]
        pieces, stack, operands, font = {}, [], [], None
        for kind, value in tokens(self.stream(page["/Contents"])):
            if kind != "word" or re.match(r"[-+.\d]", value):
                operands.append((kind, value))
                continue
            if value == "Tf":
                font = self.font(fonts["/" + operands[0][1]])
            elif value == "BDC":
                keys = {operands[i][1]: operands[i + 1][1] for i in range(len(operands) - 1)
                        if operands[i][0] == "name"}
                stack.append((int(keys["MCID"]) if "MCID" in keys else None, "ActualText" in keys))
                if stack[-1][0] is not None:
                    pieces[stack[-1][0]] = text_string(keys["ActualText"]) if stack[-1][1] else ""
            elif value == "EMC":
                stack.pop()
            elif value in ("TJ", "Tj") and stack and stack[-1][0] is not None and not stack[-1][1]:
                for what, string in operands:
                    if what == "string":
                        pieces[stack[-1][0]] += self.text(font, string)
            operands = []
        self.contents[reference] = pieces
        return pieces

    def kids(self, element):
        kids = self.get(element.get("/K", []))
        return kids if isinstance(kids, list) else [kids]

    def listen(self):
        """(depth, type, element, its own text or None), in reading order."""
        todo = [(0, self.get(self.root["/StructTreeRoot"])["/K"], None)]
        while todo:
            depth, kid, page = todo.pop()
            element = self.get(kid)
            if isinstance(element, int):
                yield depth, None, None, self.content(page)[element]
                continue
            if element.get("/Type") == "/MCR":
                yield depth, None, None, self.content(element["/Pg"])[element["/MCID"]]
                continue
            if element.get("/Type") == "/OBJR":
                continue
            if "/ActualText" in element:
                yield depth, None, None, element["/ActualText"].removeprefix("u:")
                continue
            yield depth, element["/S"][1:], element, None
            below = [(depth + 1, k, element.get("/Pg")) for k in self.kids(element)]
            todo.extend(reversed(below))


BLOCKS = set("Document Sect Art Div BlockQuote PullQuote L LI LBody Table TR Note TOC TOCI H1 H2 H3 H4 H5 H6 P "
             "Kicker Standfirst Byline Credit Lbl Caption TH TD Figure".split())


def blocks(pdf):
    """(depth, type, element, text) of each block."""
    open_block = None
    for depth, kind, element, text in pdf.listen():
        if kind in BLOCKS:
            if open_block:
                yield open_block
            open_block = [depth, kind, element, ""]
        elif text is not None:
            open_block[3] += text
    if open_block:
        yield open_block


def words(text):
    text = unicodedata.normalize("NFKC", re.sub("\u00ad\\s*", "", text)).casefold()
    text = re.sub("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", text)
    text = re.sub(r"([\u3000-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])", r" \1 ", text)
    return re.findall(r"\w+", text)


def say(value):
    return value.removeprefix("u:") if isinstance(value, str) else value


def headers(pdf, element):
    return pdf.get(element.get("/A", {})).get("/Headers", [])


def listener(pdf):
    """Cells that name their headers say them first."""
    heard = [tuple(block) for block in blocks(pdf)]
    named = {element["/ID"]: text for _, _, element, text in heard if "/ID" in element}
    for depth, kind, element, text in heard:
        lang = f" [{say(element['/Lang'])}]" if "/Lang" in element else ""
        alt = f" ({say(element['/Alt'])})" if "/Alt" in element else ""
        below = f" <{'; '.join(named[i] for i in headers(pdf, element))}>" if headers(pdf, element) else ""
        print("  " * depth + kind + lang + alt + below + (": " + text.replace("\u00ad", "") if text else ""))


def compare(pdf, path, article):
    want = words(open(path, encoding="utf-8").read())
    own = set(words(" ".join((RELATED, article.get("site", ""), article.get("url", "")))))
    have, before = [], None
    for _, kind, _, text in blocks(pdf):
        have += words(text) if kind != "Lbl" or before == "Note" else []
        before = kind
    wrong = not have
    for tag, a, b, c, d in difflib.SequenceMatcher(None, want, have, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "insert" and own.issuperset(have[c:d])):
            continue
        wrong = True
        print(f"  {tag} at word {a}: {' '.join(want[a:b])} -> {' '.join(have[c:d])}")
    return 1 if wrong else 0


def main():
    if len(sys.argv) == 2:
        listener(Pdf(sys.argv[1]))
        return 0
    with open(sys.argv[2], encoding="utf-8") as file:
        article = json.load(file)
    return max(compare(Pdf(path), sys.argv[1], article) for path in sys.argv[3:])


sys.exit(main())
