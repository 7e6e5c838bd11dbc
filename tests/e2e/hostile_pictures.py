"""Pictures made to hurt, each in an article of its own: every build must end with status 0 within
the bounds of memory and processor time, with just one warning, and give a book that `newsbind
check` has nothing against. hostile_pictures.py NEWSBIND FOLDER [small]"""
import os
import resource
import subprocess
import sys
import zlib
from struct import pack

NEWSBIND, FOLDER = sys.argv[1:3]
SMALL = len(sys.argv) > 3  # for the sanitizers, which take memory and time of their own
SECONDS, MEGABYTES = (60, 0) if SMALL else (20, 256)
MOST = 65535
PAGE = """<html lang="en"><head><title>A picture of {0} on the pier</title></head><body><article>
<h1>A picture of {0} on the pier</h1><p>The lamp on the pier was lit again on Monday, and ships came
in by the dozen, as they had in the years before.</p><figure><img src="{0}" alt="The lamp"/>
<figcaption>What it shows.</figcaption></figure><p>It burns until the spring, said the keeper, who
has seen many of them come and go.</p></article></body></html>"""


def chunk(kind, data):
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


def png(width, height, rows):
    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + data + chunk(b"IEND", b"")


def jpeg(width, height, frame=0xC0):
    """Flat, with the shortest tables: every bit is a block."""
    tables = b"\xff\xdb\x00\x43\x00" + bytes([16] * 64)
    sof = b"\xff" + bytes([frame]) + pack(">HBHHB", 17, 8, height, width, 3)
    sof += b"\x01\x22\x00\x02\x11\x00\x03\x11\x00"
    codes = b"".join(
        b"\xff\xc4" + pack(">HB", 20, kind) + bytes([1] + [0] * 15) + b"\x00" for kind in (0, 16)
    )
    scan = b"\xff\xda" + pack(">HB", 12, 3) + b"\x01\x00\x02\x00\x03\x00\x00\x3f\x00"
    return b"\xff\xd8" + tables + sof + codes + scan + bytes(20000) + b"\xff\xd9"


def gif(side, frames, frame_side=1):
    one = b"\x21\xf9\x04\x00\x01\x00\x00\x00\x2c" + pack("<HHHHB", 0, 0, frame_side, frame_side, 0)
    head = b"GIF89a" + pack("<HHBBB", side, side, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    return head + (one + b"\x02\x02\x4c\x01\x00") * frames + b"\x3b"


def tiff(side):
    def entry(tag, kind, value):
        return pack("<HHII", tag, kind, 1, value)

    entries = [(256, 4, side), (257, 4, side), (258, 3, 8), (259, 3, 1), (262, 3, 1),
               (273, 4, 8), (277, 3, 1), (278, 4, side), (279, 4, side)]
    return b"II*\0" + pack("<IH", 8, len(entries)) + b"".join(entry(*e) for e in entries) + bytes(4)


def webp_header(side):
    """VP8X, 4.2: a canvas of the most that it may say, and no picture."""
    body = b"WEBPVP8X" + pack("<II", 10, 0) + (side - 1).to_bytes(3, "little") * 2
    return b"RIFF" + pack("<I", len(body)) + body


def noise(count):
    value, out = 1, bytearray()
    for _ in range(count):
        value = value * 1103515245 + 12345 & 0x7FFFFFFF
        out.append(value >> 16 & 255)
    return bytes(out)


SOUND = png(200, 150, b"".join(b"\0" + noise(600) for _ in range(150)))
PICTURES = {
    "vast.png": png(MOST, MOST, bytes(100000)),
    "vast.jpg": jpeg(MOST, MOST),
    "vast-progressive.jpg": jpeg(MOST, MOST, 0xC2),
    "vast.gif": gif(MOST, 1),
    "vast-frame.gif": gif(MOST, 1, MOST),
    "vast.tif": tiff(MOST),
    "vast.webp": webp_header(1 << 14),
    "bomb.png": png(9000, 9000, bytes(1 << 20)),
    "cut.png": SOUND[: len(SOUND) // 2],
    "cut.jpg": jpeg(640, 480)[:400],
    "cut.gif": gif(640, 3)[:30],
    "damaged.png": SOUND[: len(SOUND) // 2] + b"\0" + SOUND[len(SOUND) // 2 + 1 :],
    "frames.gif": gif(640, 10000),
    "empty.png": b"",
    "text.png": b"This is no picture, whatever its name says.\n" * 50,
    "page.jpg": b"<html><body>404</body></html>",
    "vector.png": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "archive.jpg": b"PK\3\4" + noise(3000),
}
# These are scaled as well, if they are sound.
ON_DEVICE = ("vast.jpg", "cut.jpg", "vast.gif", "frames.gif", "damaged.png")


def run(name, inputs, *options):
    book = os.path.join(FOLDER, name + ".epub")

    def bound():
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    done = subprocess.run(
        [NEWSBIND, "build", *inputs, *options, "-o", book],
        stderr=subprocess.PIPE, timeout=20 * SECONDS, preexec_fn=bound, check=False,
    )
    said = done.stderr.decode(errors="replace").splitlines()
    wrong = ""
    if done.returncode != 0:
        wrong = "exit %d" % done.returncode
    elif subprocess.run([NEWSBIND, "check", "--quiet", book], check=False).returncode != 0:
        wrong = "the book is not sound"
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    if MEGABYTES and most > MEGABYTES:
        wrong = "%d MB" % most
    return said, wrong


def main():
    bad = 0
    pages = []
    for name, data in PICTURES.items():
        page = os.path.join(FOLDER, name + ".html")
        with open(os.path.join(FOLDER, name), "wb") as file:
            file.write(data)
        with open(page, "w", encoding="utf-8") as file:
            file.write(PAGE.format(name))
        pages.append(page)
        for options in [[]] + [["--device", "xteink-x4"]] * (name in ON_DEVICE):
            said, wrong = run("one", [page], *options)
            if len(said) != 1 or ": " + name not in said[0] or ": warning: " not in said[0]:
                wrong = "said: %s" % said
            if wrong:
                bad += 1
                print("%s %s: %s" % (name, options, wrong))
    said, wrong = run("all", pages)
    if wrong or len(said) != len(PICTURES):
        bad += 1
        print("all: %s %s" % (wrong, "\n".join(said)))
    # A helper that crashes on what it is given costs each picture that needs it.
    helper = NEWSBIND + "-image"
    os.rename(helper, helper + ".kept")
    with open(helper, "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\nkill -SEGV $$\n")
    os.chmod(helper, 0o755)
    said, wrong = run("one", [os.path.join(FOLDER, "frames.gif.html")])
    os.rename(helper + ".kept", helper)
    if wrong or len(said) != 1 or "the picture helper failed: frames.gif: died" not in said[0]:
        bad += 1
        print("a helper that crashes: %s %s" % (wrong, said))
    sys.exit(bad > 0)


main()
