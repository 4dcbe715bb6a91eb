"""Inputs near the seeds: pieces of them cut, doubled, swapped, spliced, and words that matter."""

from __future__ import annotations

import random
from pathlib import Path

SEEDS = Path(__file__).parent / "seeds"
TOKENS = {
    "html": b"<div <p> </p> <table> <tr> <td> </td> <li> <ul> <pre> <br> <a href='x'> <!-- --> "
    b"style='display:none' style='font-size:0' color:#fff <style> .a{color:white} </style> "
    b"<script> hidden &#x202e; &lt; <![CDATA[ ]]> <svg> </ >".split(b" "),
    "rtf": b"{ } \\par \\cell \\row \\u8211? \\'e9 \\bin5 \\v \\v0 \\fs2 \\cf1 \\uc3 \\f1 "
    b"{\\fonttbl {\\colortbl; \\red255 {\\field{\\*\\fldinst {\\fldrslt \\listtext \\* \\\n".split(
        b" "
    ),
    "docx": b"<w:p> </w:p> <w:r> </w:r> <w:t> </w:t> <w:tbl> <w:tr> <w:tc> <w:vanish/> <w:tab/> "
    b"<w:sz w:val='x'/> <w:sym w:char='zz'/> <w:sym w:char='D800'/> <w:txbxContent> <mc:Fallback> "
    b"<w:fldChar w:fldCharType='begin'/> <w:instrText> HYPERLINK <w:numId w:val='9'/>".split(b" "),
    "odt": b"<text:p> </text:p> <text:span> <text:s text:c='9'/> <table:table-row> <text:a> "
    b"<table:table-cell> <text:list-item> <text:note> <draw:text-box> fo:color='#fff'".split(b" "),
    "structured": b'{ } [ ] " : , null true 1e999 -1 "work" "basics" "@type":"JobPosting" "\\ud800" '
    b'"highlights" "@graph" &lt;p&gt; <b> "name"'.split(b" "),
    "markdown": b"# ** __ ``` | --- > [x](y) ![ ![x](y) <b> \\ * - 1. &amp; ~~".split(b" "),
}
_COMMON = (b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\n", b"\r", b"\xe2\x80\xae", b"%PDF-",
           b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"<html", b"\xf0\x9f\x98\x80")  # fmt: skip
MAX_BYTES = 20_000


def load_seeds(name: str) -> list[bytes]:
    """Seeds of a target; `whole` and `sniff` take those of all."""
    folders = sorted(SEEDS.iterdir()) if name in ("whole", "sniff") else [SEEDS / name]
    return [path.read_bytes() for folder in folders for path in sorted(folder.glob("*"))]


def mutate(seeds: list[bytes], name: str, chance: random.Random) -> bytes:
    """One input: some changes to one seed."""
    data = bytearray(chance.choice(seeds))
    tokens = [*TOKENS.get(name, ()), *_COMMON]
    for _ in range(chance.choice((1, 1, 2, 3, 5, 10, 30))):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((1, 2, 4, 16, 64, 256)))
        _change(data, slice(start, end), chance, (tokens, seeds))
    return bytes(data[:MAX_BYTES])


def _change(data, span, chance, pool) -> None:
    start, end, (tokens, seeds) = span.start, span.stop, pool
    kind = chance.randrange(7)
    if kind == 0:
        del data[start:end]
    elif kind == 1:
        data[start:start] = chance.choice(tokens)
    elif kind == 2:
        data[start:start] = data[start:end] * chance.choice((1, 2, 20))
    elif kind == 3 and end > start:
        data[chance.randrange(start, end)] = chance.randrange(256)
    elif kind == 4:
        other = chance.choice(seeds)
        at = chance.randrange(len(other) + 1)
        data[start:end] = other[at : at + chance.choice((4, 40, 400))]
    elif kind == 5:
        data[start:end] = chance.choice(tokens)
    else:
        data[start:end] = data[start:end][::-1]
