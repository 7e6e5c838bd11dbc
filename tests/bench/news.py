"""Invented news for the benchmark, the same on every machine: Python's generator is seeded and
only its integers are used. The words follow what real news has where it matters for speed:
some ten thousand different words in 75,000, a Zipf curve, new names in every article, sentences
of 8 to 30 words, paragraphs of about 30, and the usual furniture around a page."""
import random

FUNCTION = ("the of and to in a that for on with as was at by it from has an his her its they "
            "said were but not this which who more after will one about up or than over when "
            "there would their into out two also could first last all new some between").split()

STEMS = ("harbour market council price train light river winter road signal paper bridge coast "
         "voter school teacher office station farm storm budget pilot driver doctor nurse court "
         "judge lawyer witness reporter editor garden engine motor captain sailor fisher baker "
         "painter player keeper winner leader member partner worker manager builder founder "
         "owner tenant planner banker trader lender report record account project product "
         "district region quarter village town city island border forest valley mountain "
         "summer season harvest weather water power energy carbon copper timber cotton silver "
         "govern manage direct protect connect collect develop invest support transport export "
         "import inspect instruct construct conduct consult permit commit submit admit limit "
         "visit exhibit credit audit edit elect select reflect affect object subject reject "
         "present prevent consent content extend defend depend spend attend intend pretend "
         "explain remain maintain contain obtain retain sustain complain train restrain claim "
         "measure picture structure feature future culture lecture venture capture mixture "
         "state debate locate create relate donate operate estimate negotiate celebrate "
         "demonstrate illustrate concentrate investigate participate communicate educate "
         "nation station relation position condition tradition petition addition ambition "
         "system problem program theatre music concert festival ticket number figure letter "
         "answer question reason season person prison lesson weapon pattern lantern cavern "
         "press express address process access success progress congress express dress stress "
         "form reform inform perform platform uniform transform storm alarm charm harm "
         "act fact impact contract attract extract distract tract pact exact "
         "port sport report support resort effort comfort airport passport "
         "mark remark market benchmark landmark park spark bark dark "
         "walk talk work network framework homework clockwork artwork guess judge bridge").split()
PREFIXES = ["re", "un", "over", "inter", "pre", "mis", "counter", "under"]
ENDINGS = ["ed", "ing", "er", "ers", "ment", "able", "ation", "ly", "ness", "ful",
           "less", "ist", "al", "ity", "ism", "ive", "ship"]
SYLLABLES = ("mer bel tor ven lis kar dun har os wen ard lin gor fel mar tis bran cor del esk "
             "fen gal hol ist jor kel lor mon nor or pen quin ros sel tam ul var wick yar zel "
             "ae ber cas dor").split()
TAILS = "ton ford by ham wick mouth stead ley burn ville berg a o en er ing son sen ski dale".split()
TEASERS = ("Read more", "Sign up for our newsletter", "Advertisement", "Most read", "Share this",
           "Related stories", "Subscribe", "Follow us", "Cookie settings", "All rights reserved")


def vocabulary():
    """All content words, in a fixed order: plain ones, then derived ones, then rare ones."""
    rng, stems = random.Random(4), sorted(set(STEMS))
    plain = stems + [s + "s" for s in stems]
    derived = [s.rstrip("e" if e[:1] in "aei" else "") + e for s in stems for e in ENDINGS]
    rare = [p + w for w in derived for p in PREFIXES]
    for words in (plain, derived, rare):
        rng.shuffle(words)
    return plain + derived + rare


WORDS = vocabulary()


class Writer:
    """Writes text from a seed."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.names = [self.name() for _ in range(14)]

    def one(self, of):
        return of[self.rng.randrange(len(of))]

    def name(self):
        part = "".join(self.one(SYLLABLES) for _ in range(1 + self.rng.randrange(2)))
        return (part + self.one(TAILS)).capitalize()

    def ranked(self, of, least, percent):
        """One of a list, the front the likelier: the span drawn from doubles by chance."""
        span = least
        while span < len(of) and self.rng.randrange(100) < percent:
            span *= 2
        return of[self.rng.randrange(min(span, len(of)))]

    def word(self):
        draw = self.rng.randrange(100)
        if draw < 50:
            return self.ranked(FUNCTION, 4, 60)
        if draw < 92:
            return self.ranked(WORDS, 32, 84)
        if draw < 98:
            return self.one(self.names)
        return str(self.rng.randrange(2, 3000))

    def sentence(self):
        words = [self.word() for _ in range(8 + self.rng.randrange(18))]
        words[0] = words[0][:1].upper() + words[0][1:]
        if len(words) > 14:
            words[len(words) // 2] += self.one([",", ",", ";", " –", ":"])
        text = " ".join(words)
        return f"“{text},” said {self.one(self.names)}." if self.rng.randrange(6) == 0 else text + "."

    def paragraph(self):
        return " ".join(self.sentence() for _ in range(1 + self.rng.randrange(3)))

    def heading(self, words):
        text = " ".join(self.word() for _ in range(words))
        return text[:1].upper() + text[1:]

    def body(self, words, picture):
        parts, count = [], 0
        while count < words:
            paragraph = self.paragraph()
            count += paragraph.count(" ") + 1
            parts.append(f"<p>{paragraph}</p>")
            if self.rng.randrange(9) == 0:
                parts.append(f"<h2>{self.heading(5)}</h2>")
        if picture:
            parts.insert(1, f'<figure><img src="{picture}" alt="A picture">'
                            f"<figcaption>{self.sentence()}</figcaption></figure>")
        return "\n".join(parts)


def article(number, picture=None, words=740):
    """A clean page with nothing but an article."""
    writer = Writer(number)
    title = writer.heading(8)
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>\n'
            f'<meta name="author" content="{writer.name()} {writer.name()}"></head>\n'
            f"<body><article><h1>{title}</h1>\n{writer.body(words, picture)}\n</article></body></html>\n")


def raw_page(number):
    """A page as browsers save it: the article amid scripts, navigation and teasers."""
    writer = Writer(1000000 + number)
    title = writer.heading(8)

    def links(kind, count):
        return f'<div class="{kind}"><ul>' + "".join(
            f'<li class="{kind}-item" data-id="{i}"><a href="/{kind}/{i}?from={kind}">'
            f"<span>{writer.heading(6)}</span></a></li>\n" for i in range(count)) + "</ul></div>\n"

    script = "".join(f"window.q{i}=window.q{i}||{{}};q{i}.set('{writer.name()}',[{i},{i * 7}]);\n"
                     for i in range(400))
    teasers = "".join(f'<div class="promo"><p>{tease}</p></div>\n' for tease in TEASERS)
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title} | Daily</title>\n'
            f'<meta property="og:title" content="{title}"><script>{script}</script></head>\n'
            f'<body>{links("menu", 60)}<div id="main"><h1>{title}</h1>'
            f'<p class="byline">By {writer.name()} {writer.name()}</p>\n'
            f'<div class="story">{writer.body(700, None)}</div>\n{teasers}</div>\n'
            f'{links("related", 80)}{links("footer", 60)}<script>{script}</script></body></html>\n')
