"""Whether an answer is what a case expects, and the first difference if not.

Only keys of the expectation are compared, in mappings only the named entries;
lists as wholes without order; numbers as exact rationals, never as floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

_INCLUDED = frozenset({("judge", "flags")})
_WHOLE_MAPS = frozenset({("step", "flags")})


def differences(
    kind: str, expected: Mapping[str, object], actual: Mapping[str, object]
) -> list[str]:
    """Return the paths at which *actual* differs from *expected*."""
    found: list[str] = []
    for key, wanted in expected.items():
        if key not in actual:
            found.append(key)
            continue
        got = actual[key]
        if (kind, key) in _INCLUDED:
            if not set(_items(wanted)) <= set(_items(got)):
                found.append(key)
        elif key == "display" and isinstance(got, Mapping):
            found.extend(_differ(key, _spaceless(wanted), _spaceless(got)))
        elif (kind, key) in _WHOLE_MAPS:
            if wanted != got:
                found.append(key)
        else:
            found.extend(_differ(key, wanted, got))
    return found


def _differ(path: str, wanted: object, got: object) -> list[str]:
    if isinstance(wanted, Mapping):
        if not isinstance(got, Mapping):
            return [path]
        return [
            difference
            for key, value in wanted.items()
            for difference in (
                _differ(f"{path}.{key}", value, got[key])
                if key in got
                else [f"{path}.{key}"]
            )
        ]
    if isinstance(wanted, list):
        same = _same_list(wanted, got)
    elif isinstance(got, list) and isinstance(wanted, str):
        same = [_number(wanted)] * len(got) == [_number(g) for g in got]
    else:
        same = _same(wanted, got)
    return [] if same else [path]


def _same_list(wanted: list[object], got: object) -> bool:
    if not isinstance(got, list) or len(got) != len(wanted):
        return False
    if wanted and all(isinstance(w, str) and _number(w) is not None for w in wanted):
        return [_number(w) for w in wanted] == [_number(g) for g in got]
    if any(isinstance(w, Mapping) for w in wanted):
        left = list(got)
        for item in wanted:
            match = next((g for g in left if not _differ("", item, g)), None)
            if match is None:
                return False
            left.remove(match)
        return True
    return sorted(map(str, wanted)) == sorted(map(str, got))


def _same(wanted: object, got: object) -> bool:
    if isinstance(wanted, bool) or isinstance(got, bool) or wanted is None:
        return wanted == got
    left, right = _number(wanted), _number(got)
    if left is not None and right is not None:
        return left == right
    return wanted == got


def _spaceless(shown: object) -> object:
    """Return displayed figures without spaces: 70.00 % is 70.00%."""
    if not isinstance(shown, Mapping):
        return shown
    return {name: "".join(str(text).split()) for name, text in shown.items()}


def _items(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _number(value: object) -> Fraction | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return None
