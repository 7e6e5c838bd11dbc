#!/usr/bin/env python3
"""Draws the pictures of the sample edition: SVG made here, rendered by rsvg-convert, encoded by
vips (Debian: librsvg2-bin, libvips-tools). The pictures are kept in the tree, so this runs only
when one is to be changed:  python3 samples/pictures/draw.py"""
import math
import pathlib
import random
import subprocess
import tempfile

SAMPLES = pathlib.Path(__file__).resolve().parent.parent / "weekly"


def svg(width, height, defs, body, grain=0.07):
    noise = (
        '<filter id="grain" x="0" y="0" width="100%" height="100%">'
        '<feTurbulence type="fractalNoise" baseFrequency="0.8" numOctaves="2" seed="7"/>'
        '<feColorMatrix values="0 0 0 0 0.5  0 0 0 0 0.5  0 0 0 0 0.5  0.9 0 0 0 -0.25"/>'
        "</filter>"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><defs>{noise}{defs}</defs>{body}'
        f'<rect width="{width}" height="{height}" filter="url(#grain)" opacity="{grain}"/></svg>'
    )


def gradient(name, *stops, x2=0, y2=1):
    inner = "".join(f'<stop offset="{o}" stop-color="{c}"/>' for o, c in stops)
    return f'<linearGradient id="{name}" x1="0" y1="0" x2="{x2}" y2="{y2}">{inner}</linearGradient>'


def ridge(rng, width, base, height, steps, floor):
    points = [f"0,{floor}"]
    phase = [rng.uniform(0, 6.28) for _ in range(4)]
    for i in range(steps + 1):
        t = i / steps
        y = base - height * sum(
            math.sin(t * f * 3.1 + p) / (k + 1.2)
            for k, (f, p) in enumerate(zip((1.3, 2.9, 6.1, 13.0), phase))
        )
        points.append(f"{t * width:.1f},{y:.1f}")
    points.append(f"{width},{floor}")
    return " ".join(points)


def ripples(rng, width, top, bottom, color, count, opacity):
    out = []
    for _ in range(count):
        depth = rng.random() ** 1.6
        y = top + (bottom - top) * depth
        length = (12 + 190 * depth) * rng.uniform(0.5, 1.4)
        x = rng.uniform(-50, width)
        out.append(
            f'<rect x="{x:.0f}" y="{y:.1f}" width="{length:.0f}" height="{1 + 4 * depth:.1f}" '
            f'rx="2" fill="{color}" opacity="{opacity * rng.uniform(0.3, 1):.2f}"/>'
        )
    return "".join(out)


def crane(x, base, scale, color):
    s = scale
    legs = "".join(
        f'<rect x="{x + dx * s:.1f}" y="{base - 300 * s:.1f}" width="{10 * s:.1f}" height="{300 * s:.1f}"/>'
        for dx in (0, 90)
    )
    lattice = "".join(
        f'<path d="M{x + 5 * s:.1f} {base - k * 60 * s:.1f} L{x + 95 * s:.1f} {base - (k + 1) * 60 * s:.1f}" '
        f'stroke="{color}" stroke-width="{5 * s:.1f}"/>'
        for k in range(5)
    )
    boom = (
        f'<rect x="{x - 210 * s:.1f}" y="{base - 315 * s:.1f}" width="{420 * s:.1f}" height="{14 * s:.1f}"/>'
        f'<path d="M{x + 45 * s:.1f} {base - 400 * s:.1f} L{x - 200 * s:.1f} {base - 312 * s:.1f} '
        f'M{x + 45 * s:.1f} {base - 400 * s:.1f} L{x + 200 * s:.1f} {base - 312 * s:.1f}" '
        f'stroke="{color}" stroke-width="{4 * s:.1f}" fill="none"/>'
        f'<rect x="{x + 38 * s:.1f}" y="{base - 405 * s:.1f}" width="{14 * s:.1f}" height="{100 * s:.1f}"/>'
        f'<path d="M{x - 120 * s:.1f} {base - 302 * s:.1f} V{base - 170 * s:.1f}" stroke="{color}" stroke-width="{3 * s:.1f}"/>'
    )
    return f'<g fill="{color}">{legs}{lattice}{boom}</g>'


def harbour():
    rng = random.Random(3)
    w, h = 1600, 1000
    defs = gradient("sky", (0, "#22304f"), (0.45, "#8b6a7d"), (0.72, "#e79a5e"), (1, "#f6cf8d")) + gradient(
        "sea", (0, "#c98b62"), (0.25, "#5d5a70"), (1, "#161f33")
    )
    body = f'<rect width="{w}" height="640" fill="url(#sky)"/><circle cx="1120" cy="585" r="52" fill="#fff0c4"/>'
    body += f'<polygon points="{ridge(rng, w, 600, 30, 90, 640)}" fill="#6b4f61"/>'
    body += f'<polygon points="{ridge(rng, w, 622, 16, 120, 650)}" fill="#4a3b52"/>'
    body += f'<rect y="635" width="{w}" height="365" fill="url(#sea)"/>'
    for x, s in ((210, 0.95), (430, 1.1), (720, 0.8)):
        body += crane(x, 690, s, "#1b1d2c")
    body += '<path d="M760 640 L1490 640 L1450 735 L815 735 Z" fill="#141826"/>'
    body += '<rect x="1330" y="540" width="95" height="102" fill="#d8c6b2"/><rect x="1350" y="500" width="34" height="42" fill="#8f1d1d"/>'
    colors = ("#7f2f2a", "#2f5266", "#8a6a34", "#4d5b4a", "#69435a")
    for row in range(3):
        for col in range(14 - row * 2):
            body += (
                f'<rect x="{800 + row * 34 + col * 37}" y="{612 - row * 28}" width="35" height="26" '
                f'fill="{rng.choice(colors)}"/>'
            )
    body += f'<rect y="688" width="700" height="40" fill="#10131f"/>'
    body += ripples(rng, w, 735, 1000, "#ffd9a0", 240, 0.35)
    body += ripples(rng, w, 735, 1000, "#0c1222", 220, 0.4)
    for x in (40, 150, 330, 560, 650):
        body += f'<circle cx="{x}" cy="684" r="4" fill="#ffe9b0"/><rect x="{x - 2}" y="730" width="4" height="90" fill="#ffe9b0" opacity="0.18"/>'
    return svg(w, h, defs, body)


def river():
    rng = random.Random(11)
    w, h = 1500, 938
    defs = gradient("sky", (0, "#b9c7cf"), (1, "#f1ead9")) + gradient("water", (0, "#dfe3dd"), (1, "#7c939b"))
    defs += gradient("mist", (0, "#f4f0e4"), (1, "#f4f0e4"))
    body = f'<rect width="{w}" height="{h}" fill="url(#sky)"/><circle cx="430" cy="250" r="44" fill="#fffbe8"/>'
    for base, color, height in ((380, "#aab7b5", 40), (420, "#8fa19a", 34), (452, "#70877b", 26)):
        body += f'<polygon points="{ridge(rng, w, base, height, 100, 938)}" fill="{color}"/>'
        body += f'<rect y="{base + 20}" width="{w}" height="46" fill="#f4f0e4" opacity="0.45"/>'
    body += '<path d="M0 520 H1500 V938 H0 Z" fill="#7e9064"/>'
    body += '<path d="M690 505 C 820 540 560 600 640 670 C 740 760 330 820 150 938 L1260 938 C 1080 800 1010 730 860 650 C 760 596 900 545 760 505 Z" fill="url(#water)"/>'
    body += '<path d="M905 560 C 960 640 1180 720 1500 790 L1500 830 C 1160 760 930 670 880 575 Z" fill="#5f7249"/>'
    for _ in range(70):
        x, y = rng.uniform(0, w), rng.uniform(560, 930)
        if abs(x - 700) < 330 * (y - 480) / 420 + 60:
            continue
        s = (y - 480) / 300
        body += f'<path d="M{x:.0f} {y:.0f} q {4 * s:.1f} {-26 * s:.1f} {1 * s:.1f} {-44 * s:.1f}" stroke="#53633b" stroke-width="{3 * s:.1f}" fill="none"/>'
    for x, y, s in ((250, 540, 1.0), (330, 548, 0.8), (1190, 545, 1.1), (1290, 552, 0.9), (1370, 548, 0.7)):
        body += f'<ellipse cx="{x}" cy="{y - 62 * s}" rx="{40 * s}" ry="{52 * s}" fill="#55684a"/><rect x="{x - 4 * s}" y="{y - 20 * s}" width="{8 * s}" height="{28 * s}" fill="#4a4030"/>'
    body += ripples(rng, w, 690, 930, "#ffffff", 60, 0.25)
    body += f'<rect y="500" width="{w}" height="70" fill="#f4f0e4" opacity="0.35"/>'
    return svg(w, h, defs, body)


def chart():
    w, h = 1200, 760
    left, right, top, bottom = 90, 1090, 50, 660
    months = 34
    light = [100 + 18 * math.sin(i / 3.1) + i * 0.9 + (38 if 24 <= i <= 28 else 0) + (14 if i > 28 else 0) for i in range(months)]
    shell = [100 + 5 * math.sin(i / 2.2) + i * 0.35 + (0 if i < 27 else 4.2 * min(i - 26, 7)) for i in range(months)]

    def place(i, v):
        return left + (right - left) * i / (months - 1), bottom - (v - 80) / 120 * (bottom - top)

    body = f'<rect width="{w}" height="{h}" fill="#ffffff"/>'
    for v in range(80, 201, 20):
        _, y = place(0, v)
        body += f'<path d="M{left} {y:.0f} H{right}" stroke="#cccccc" stroke-width="1.5"/><text x="{left - 14}" y="{y + 9:.0f}" text-anchor="end" font-size="26" fill="#333">{v}</text>'
    for i, label in ((0, "2024"), (12, "2025"), (24, "2026")):
        x, _ = place(i, 80)
        body += f'<path d="M{x:.0f} {bottom} v14" stroke="#333" stroke-width="2"/><text x="{x:.0f}" y="{bottom + 48}" font-size="26" fill="#333" text-anchor="middle">{label}</text>'
    for series, color, label, dy in ((light, "#8f1d1d", "Power at night", -18), (shell, "#20506b", "Mussels", 34)):
        points = " ".join("%.1f,%.1f" % place(i, v) for i, v in enumerate(series))
        body += f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="6" stroke-linejoin="round"/>'
        x, y = place(months - 8, series[-8])
        body += f'<text x="{x - 190:.0f}" y="{y + dy:.0f}" font-size="30" font-weight="bold" fill="{color}">{label}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" font-family="PT Sans, sans-serif">{body}</svg>'
    )


def grain():
    rng = random.Random(5)
    w, h = 1400, 875
    defs = gradient("sky", (0, "#7fb0cf"), (1, "#e6eef0")) + gradient("silo", (0, "#8d8f92"), (0.35, "#f2f1ec"), (1, "#77797d"), x2=1, y2=0)
    body = f'<rect width="{w}" height="{h}" fill="url(#sky)"/>'
    for x, y, r in ((200, 140, 60), (270, 120, 80), (350, 150, 55), (980, 90, 50), (1050, 80, 70), (1120, 105, 45)):
        body += f'<ellipse cx="{x}" cy="{y}" rx="{r * 1.6}" ry="{r * 0.55}" fill="#ffffff" opacity="0.75"/>'
    for i in range(6):
        x = 150 + i * 150
        body += f'<rect x="{x}" y="250" width="140" height="440" fill="url(#silo)"/><ellipse cx="{x + 70}" cy="252" rx="70" ry="18" fill="#dcdcd8"/><path d="M{x} 250 Q {x + 70} 190 {x + 140} 250" fill="#c2c3c2"/>'
        for k in range(1, 9):
            body += f'<path d="M{x} {250 + k * 50} H{x + 140}" stroke="#6d6f72" stroke-width="1.5" opacity="0.5"/>'
    body += '<rect x="130" y="170" width="930" height="22" fill="#5c6066"/><rect x="1060" y="120" width="90" height="570" fill="#6f747b"/>'
    body += '<path d="M1150 300 L1340 520" stroke="#5c6066" stroke-width="18"/>'
    body += f'<rect y="690" width="{w}" height="60" fill="#a59a86"/><rect y="745" width="{w}" height="130" fill="#48697a"/>'
    body += '<path d="M1180 660 h190 l-24 95 h-150 z" fill="#7a2f26"/><path d="M1230 660 q 45 -70 100 0" fill="#d9b25c"/>'
    body += ripples(rng, w, 750, 875, "#cfe2ea", 80, 0.4)
    return svg(w, h, defs, body)


def clock():
    w, h = 1200, 1200
    line = 'fill="none" stroke="#2b2b2b" stroke-width="5" stroke-linejoin="round" stroke-linecap="round"'
    body = f'<rect width="{w}" height="{h}" fill="#f3ecdc"/>'
    body += f'<rect x="420" y="70" width="360" height="520" {line}/><path d="M400 70 L600 10 L800 70 Z" {line}/>'
    body += f'<circle cx="600" cy="220" r="118" {line}/><circle cx="600" cy="220" r="6" fill="#2b2b2b"/>'
    for k in range(12):
        a = math.radians(30 * k)
        body += f'<path d="M{600 + 100 * math.sin(a):.1f} {220 - 100 * math.cos(a):.1f} L{600 + 113 * math.sin(a):.1f} {220 - 113 * math.cos(a):.1f}" {line}/>'
    body += f'<path d="M600 220 L655 165 M600 220 L570 300" stroke="#8f1d1d" stroke-width="8" stroke-linecap="round"/>'
    body += f'<path d="M600 345 V500" {line}/><circle cx="600" cy="525" r="30" fill="#c9a04a" stroke="#2b2b2b" stroke-width="5"/>'
    body += f'<path d="M700 345 V430" {line}/><rect x="672" y="430" width="56" height="92" fill="#8d99a3" stroke="#2b2b2b" stroke-width="5"/>'
    bellows = "".join(f"L{350 if k % 2 else 300} {640 + k * 18} " for k in range(9))
    mirror = "".join(f"L{450 if k % 2 else 500} {784 - k * 18} " for k in range(9))
    body += f'<path d="M300 640 {bellows} L500 784 {mirror} Z" fill="#d8b98f" stroke="#2b2b2b" stroke-width="5"/>'
    body += f'<path d="M400 640 V600 H500 V590 M380 790 V1130 H420 V790" {line}/>'
    body += '<path d="M0 930 q 75 -30 150 0 t150 0 t150 0 t150 0 t150 0 t150 0 t150 0 t150 0 V1200 H0 Z" fill="#4f7f93" opacity="0.55"/>'
    body += '<rect x="384" y="940" width="32" height="190" fill="#4f7f93" opacity="0.8"/>'
    for x in (150, 820, 1030):
        body += f'<path d="M{x} 600 V1150" {line}/><path d="M{x + 36} 600 V1150" {line}/>'
    body += f'<path d="M60 596 H1140 M60 620 H1140" {line}/>'
    return svg(w, h, "", body, 0.04)


def lighthouse():
    rng = random.Random(23)
    w, h = 1600, 1067
    defs = gradient("sky", (0, "#060b1c"), (0.6, "#14264a"), (1, "#3c5277"))
    defs += gradient("beam", (0, "#fff4c8"), (1, "#fff4c8"), x2=1, y2=0)
    defs += '<radialGradient id="glow"><stop offset="0" stop-color="#fff6d0"/><stop offset="1" stop-color="#fff6d0" stop-opacity="0"/></radialGradient>'
    defs += '<linearGradient id="ray" x1="1" y1="0" x2="0" y2="0"><stop offset="0" stop-color="#fff4c8" stop-opacity="0.75"/><stop offset="1" stop-color="#fff4c8" stop-opacity="0"/></linearGradient>'
    body = f'<rect width="{w}" height="{h}" fill="url(#sky)"/>'
    for _ in range(620):
        x, y = rng.uniform(0, w), rng.uniform(0, 760)
        r = 0.6 + 1.9 * rng.random() ** 3
        body += f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.1f}" fill="#ffffff" opacity="{rng.uniform(0.25, 0.95):.2f}"/>'
    body += '<polygon points="1000,352 0,170 0,420" fill="url(#ray)"/>'
    body += f'<rect y="800" width="{w}" height="267" fill="#0a1428"/>'
    body += ripples(rng, w, 805, 1060, "#7d93bb", 150, 0.3)
    body += '<path d="M760 880 C 800 800 880 770 960 760 L1080 756 C 1180 780 1240 820 1290 890 Z" fill="#05070d"/>'
    body += '<path d="M965 770 L982 400 H1032 L1050 770 Z" fill="#cfd3da"/><path d="M972 640 L978 520 H1038 L1043 640 Z" fill="#8f1d1d"/>'
    body += '<rect x="968" y="388" width="78" height="14" fill="#1a1d26"/><rect x="982" y="326" width="50" height="62" fill="#ffeeb0"/><path d="M976 328 Q1007 286 1038 328 Z" fill="#1a1d26"/>'
    body += '<circle cx="1007" cy="356" r="190" fill="url(#glow)" opacity="0.8"/>'
    return svg(w, h, defs, body, 0.09)


def stairs():
    w, h = 1000, 1300
    defs = '<radialGradient id="eye"><stop offset="0" stop-color="#fff7df"/><stop offset="1" stop-color="#b99a6a"/></radialGradient>'
    body = f'<rect width="{w}" height="{h}" fill="#221b16"/>'
    cx, cy = 520, 610
    for turn in range(5, 0, -1):
        outer, inner = 150 * turn + 60, 150 * (turn - 1) + 70
        for k in range(26):
            a, b = math.radians(k * 360 / 26 + turn * 9), math.radians((k + 0.82) * 360 / 26 + turn * 9)
            shade = int(70 + 130 * (1 - turn / 6) + 36 * math.sin(a + 1.2))
            color = f"#{min(shade + 30, 255):02x}{min(shade + 8, 255):02x}{max(shade - 22, 0):02x}"
            pts = " ".join(
                f"{cx + r * math.cos(t):.1f},{cy + r * 1.02 * math.sin(t):.1f}"
                for r, t in ((outer, a), (outer, b), (inner, b), (inner, a))
            )
            body += f'<polygon points="{pts}" fill="{color}" stroke="#1a1410" stroke-width="2"/>'
    body += f'<circle cx="{cx}" cy="{cy}" r="74" fill="url(#eye)"/>'
    for turn in range(1, 6):
        body += f'<circle cx="{cx}" cy="{cy}" r="{150 * turn + 58}" fill="none" stroke="#120d09" stroke-width="9"/>'
    return svg(w, h, defs, body, 0.1)


PICTURES = {
    "world/pictures/harbour.jpg": harbour,
    "world/pictures/river.jpg": river,
    "business/pictures/chart.png": chart,
    "business/pictures/grain.jpg": grain,
    "science/pictures/clock.jpg": clock,
    "longread/pictures/lighthouse.jpg": lighthouse,
    "longread/pictures/stairs.jpg": stairs,
}


def main():
    with tempfile.TemporaryDirectory() as folder:
        source, plain = pathlib.Path(folder, "p.svg"), pathlib.Path(folder, "p.png")
        for name, draw in PICTURES.items():
            target = SAMPLES / name
            target.parent.mkdir(parents=True, exist_ok=True)
            source.write_text(draw(), encoding="utf-8")
            subprocess.run(["rsvg-convert", "-b", "white", "-o", plain, source], check=True)
            options = "[compression=9,strip]" if name.endswith(".png") else "[Q=82,optimize_coding,strip]"
            flat = pathlib.Path(folder, "flat.v")
            subprocess.run(["vips", "extract_band", plain, flat, "0", "--n", "3"], check=True)
            subprocess.run(["vips", "copy", flat, f"{target}{options}"], check=True)


if __name__ == "__main__":
    main()
