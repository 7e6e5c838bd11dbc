#!/usr/bin/env python3
"""stylesheet.py TRACE: looks in what MuPDF draws of stylesheet.sh's article for the effects of stylesheet.css."""
import html
import re
import sys

MM = 72 / 25.4
GLYPH = re.compile(r'<g unicode="([^"]*)" glyph="([^"]*)" x="([^"]*)" y="([^"]*)"')


class Page:
    def __init__(self, width, height):
        self.size, self.glyphs, self.fills = (width, height), [], []

    def find(self, text):
        """The glyphs of a text: each (character, glyph, x, y, font, size, colour); y from the top."""
        all_text = "".join(g[0] for g in self.glyphs)
        at = all_text.find(text)
        return self.glyphs[at:at + len(text)] if at >= 0 else None


def read(path):
    pages, color, font, size, path_points = [], "", "", 0.0, []
    for line in open(path, encoding="utf-8", errors="replace"):
        if match := re.search(r'<page mediabox="0 0 ([\d.]+) ([\d.]+)"', line):
            pages.append(Page(float(match[1]), float(match[2])))
        elif "<fill_" in line:
            color = (re.search(r' color="([^"]*)"', line) or [0, ""])[1]
            path_points = []
        elif match := re.search(r'<span font="(?:[A-Z]+\+)?([^"]*)".* trm="([\d.]+)', line):
            font, size = match[1], float(match[2])
        elif match := GLYPH.search(line):
            page = pages[-1]
            text = html.unescape(match[1])
            page.glyphs.append((text[:1], match[2], float(match[3]), page.size[1] - float(match[4]), font, size, color))
        elif match := re.search(r'<(?:moveto|lineto) x="([-\d.]+)" y="([-\d.]+)"', line):
            path_points.append((float(match[1]), float(match[2])))
        elif "</fill_path>" in line and path_points:
            page = pages[-1]
            xs, ys = [p[0] for p in path_points], [page.size[1] - p[1] for p in path_points]
            page.fills.append((min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys), color))
    return pages


failed = False


def check(what, right):
    global failed
    if not right:
        print(f"no effect: {what}")
        failed = True


def near(a, b, by=0.3):
    return abs(a - b) <= by


def rgb(color, wanted):
    parts = [float(part) for part in color.split()] or [0.0]
    parts = parts * 3 if len(parts) == 1 else parts
    return all(near(part, int(wanted[i * 2:i * 2 + 2], 16) / 255, 0.003) for i, part in enumerate(parts))


def x(glyphs): return glyphs[0][2]
def y(glyphs): return glyphs[0][3]


def main():
    first, second = read(sys.argv[1])
    left, gap = 20 * MM, 6 * MM
    width = 210 * MM - left - 72
    column = (width - gap) / 2
    check("size, in mm and in", near(first.size[0], 210 * MM) and near(first.size[1], 576))
    kicker, headline = first.find("Shipping"), first.find("The Harbour Decides")
    check("custom property, colour", rgb(kicker[0][6], "204080"))
    check("letter-spacing", kicker[1][2] - kicker[0][2] > 1 + 0.3 * kicker[0][5])
    check("margin of :first", 40 * MM < y(kicker) < 40 * MM + 15)
    check("@font-face, list of families", "EBGaramond12" in kicker[0][4])
    check("rem", near(headline[0][5], 18))
    rules = [f for f in first.fills if rgb(f[4], "804020")]
    check("border-bottom, column-span", len(rules) == 1 and near(rules[0][2], width, 1) and near(rules[0][3], 1))
    check("padding", rules and 6 < rules[0][1] - y(headline) < 15)
    body, next_one = first.find("he harbour board"), first.find("Nobody had")
    check("columns, margin-left", near(x(body) - left, 0, 9) and x(first.find("Another")) > left + column + gap - 1)
    check("small-caps, :first-child", body[0][1] != next_one[7][1] and next_one[7][0] == "h")
    check("text-indent, :first-child", near(x(next_one), left + 15, 1))
    lines = sorted({round(g[3], 1) for g in first.glyphs if near(g[5], 10) and g[2] < left + column and y(body) <= g[3] <= y(next_one) + 30})
    check("line-height", len(lines) > 4 and all(near(b - a, 13) for a, b in zip(lines, lines[1:])))
    check("hyphens", any(g[0] in "-\u00ad\u2010" for g in first.glyphs))
    quote = first.find("It was not the")
    check("font-style, descendant", "Italic" in quote[0][4])
    bars = [f for f in first.fills if rgb(f[4], "c00000")]
    check("border-left, margin, padding-left", bars and all(near(f[0], left + 10) and near(f[2], 2) for f in bars) and near(x(quote), left + 16, 3))
    german = first.find("Niemand")
    check(":lang()", rgb(german[0][6], "800000") and not rgb(next_one[0][6], "800000"))
    check("@media screen in print", not rgb(next_one[0][6], "333333"))
    head = first.find("Column 1926")
    check("break-before: column", x(head) > left + column and near(head[0][5], 12))
    plain_nine = first.find("1926.") or first.find("1926")
    check("font-feature-settings", head[8][1] != plain_nine[1][1] and head[8][0] == "9")
    check("h2 + p", near(x(first.find("Another")), left + column + gap, 1.5))
    third = second.find("Page")
    left2, width2 = 30 * MM, 210 * MM - 30 * MM - 0.6 * 72
    check("break-before: page", third is not None)
    check("font-weight", third and third[0][4] == "PTSerif-Bold")
    column2 = (width2 - gap) / 2
    middle = (third[0][2] + third[-1][2] + 5) / 2 if third else 0
    check("text-align: center, margin of :left", near(middle, left2 + column2 / 2, 12))
    check("margin-top", third and 20 * MM < y(third) < 20 * MM + 16)
    across = second.find("Across")
    check("column-span of a block", across and across[0][4] == "PTSerif-Italic" and near(x(across), left2))
    after, boxed = second.find("Behind the fifth"), second.find("Boxed")
    check("break-after: column", after and boxed and x(after) > x(boxed) + column2 - 5)
    back = [f for f in second.fills if rgb(f[4], "e0e0ff")]
    sides = [f for f in second.fills if rgb(f[4], "006000")]
    check("background, border on four sides", len(back) == 1 and len(sides) == 4)
    check("padding of a box", boxed and near(x(boxed), left2 + 5, 1))
    top = second.find("The Harbour Decides - 2")
    check("string-set, counter(page), margin box", top and near(top[0][5], 8) and y(top) < 20 * MM)
    check("content: none", first.find("The Harbour Decides - 1") is None)
    check("boxes of :left and :right", second.find("L 2") and first.find("R 1") and rgb(first.find("R 1")[0][6], "ff0000")
          and not second.find("R 2"))
    return failed


sys.exit(main())
