"""Unified social credit codes (统一社会信用代码, GB 32100): form and check character.

Eighteen characters of an alphabet without I, O, S, V and Z; the last one makes
the weighted sum divisible by 31. A few codes that were really issued fail this
sum, so a wrong check character asks and does not refuse.
"""

from __future__ import annotations

from operator import mul

from zhence.errors import Fault
from zhence.intake.characters import half_width
from zhence.intake.faults import fault

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_PRIME = 31
_WEIGHTS = tuple(pow(3, place, _PRIME) for place in range(_LENGTH - 1))
_DIVISION = slice(2, 8)
_SPACES_AND_DASHES = str.maketrans("", "", " -\t")


def plain_code(text: str) -> str:
    """Return a code without spaces, width and small letters: form, not content.

    >>> plain_code(" ９１350100m000100y43")
    '91350100M000100Y43'
    """
    return half_width(text).translate(_SPACES_AND_DASHES).upper()


def check_character(code: str) -> str:
    """Return the character that belongs at the end of the first 17 of *code*.

    >>> check_character("91350100M000100Y4")
    '3'
    """
    total = sum(map(mul, _WEIGHTS, map(_VALUES.__getitem__, code)))
    return _ALPHABET[-total % _PRIME]


def doubt_about_code(code: str) -> Fault | None:
    """Return what is wrong with a plain code, ``None`` if nothing is.

    A wrong length or character is an error; a wrong check character a warning.
    """
    if len(code) != _LENGTH:
        return fault("credit_code_length", value=code)
    # The third to eighth characters are a division code: digits only.
    if not (_VALUES.keys() >= set(code) and code[_DIVISION].isdigit()):
        strange = next((c for c in code if c not in _VALUES), None)
        strange = strange or next(c for c in code[_DIVISION] if not c.isdigit())
        return fault("credit_code_letters", value=code, character=strange)
    expected = check_character(code)
    if code[-1] != expected:
        return fault("credit_code_check", value=code, expected=expected)
    return None
