"""What people and programs hide between characters, and how to show it.

Full-width digits, no-break spaces and zero-width marks come in with every
paste from a web page; control and direction marks come in with an attack.
The first are read as what they mean, the second are refused or asked about.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Shown in a message: enough to recognise the cell, too little to flood a screen.
_MOST_SHOWN = 60
# A table says the same names and units again and again.
_REMEMBERED = 16_384

# NFKC would do more than this, and too much: it turns m² into m2, ½ into 1⁄2 and
# ① into 1, so that a footnote mark would become a digit. Only widths are folded.
_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {
    0x2212: "-",  # minus sign
    0xFE63: "-",  # small hyphen-minus
    0x3000: " ",
    0x00A0: " ",
    0x202F: " ",
    0x2007: " ",
    0x2009: " ",
}
_ZERO_WIDTH = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))
_NUMERIC = _HALF_WIDTH | _ZERO_WIDTH

_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NO_TEXT = frozenset({"Cc", "Cs", "Co"})
_LAYOUT = frozenset("\t\n\r")


def half_width(text: str) -> str:
    r"""Return *text* with plain digits, signs and spaces, outer spaces dropped.

    For numbers, dates and codes, where width means nothing; names keep theirs.

    >>> half_width("１，２３４．５％\u200b")
    '1,234.5%'
    """
    # Nothing of plain ASCII is wide, and most of a table is.
    return (text if text.isascii() else text.translate(_NUMERIC)).strip()


@lru_cache(maxsize=_REMEMBERED)
def tidy(text: str) -> str:
    """Return a name or note without outer spaces and byte-order marks.

    Nothing inside is changed: what was written is what is kept.
    """
    return text.strip(" \t\r\n\u00a0\u3000\u200b\ufeff")


@lru_cache(maxsize=_REMEMBERED)
def forbidden(text: str) -> str | None:
    """Return the first character that no text may hold, if there is one.

    That is NUL and the other control characters, a lone surrogate, a character
    of somebody's private font, and U+FFFD: the mark of a text that was already
    damaged when it was written.
    """
    if text.isprintable() and "\ufffd" not in text:
        return None
    for c in text:
        if c == "\ufffd" or (unicodedata.category(c) in _NO_TEXT and c not in _LAYOUT):
            return c
    return None


@lru_cache(maxsize=_REMEMBERED)
def turns_direction(text: str) -> bool:
    """Say whether *text* holds marks that make it read other than it is."""
    return not _DIRECTION.isdisjoint(text)


def shown(text: object) -> str:
    r"""Return *text* as a message may print it: short, nothing hidden in it.

    >>> shown("a\u202eb\x1b[31m"), shown("小镇")
    ('a\\u202eb\\x1b[31m', '小镇')
    """
    plain = str(text)
    cut = plain[:_MOST_SHOWN]
    safe = "".join(c if c.isprintable() else repr(c)[1:-1] for c in cut)
    return safe if len(plain) <= _MOST_SHOWN else safe + "…"
