"""What was answered: read with every fault at once, kept as plain JSON, told again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhence.errors import BadInputError, Fault, Where, ZhenceError
from zhence.evidence import Text
from zhence.facts.catalogue import Indicator
from zhence.intake.numbers import read_number
from zhence.units import Quantity, decimal_text, from_smallest
from zhence_web.records.applications.questions import Asking, Kind

Answer = str | int | list[str] | dict[str, bool]
Typed = str | Sequence[str] | Mapping[str, bool | None]

LONGEST = 120
_MOST_WORDS = 20
_MOST_COUNT = 9_999
_MOST = 2**63 - 1
_UNSAID = Text("—（未填）", "— (not said)")


@dataclass(frozen=True, slots=True)
class Told:
    """One item with its answer in words."""

    item: str
    title: Text
    words: Text


def read_answers(
    asked: Sequence[Asking], typed: Mapping[str, Typed]
) -> dict[str, Answer]:
    """Return the answers to the items asked for.

    Raises:
        BadInputError: every item that is missing, unreadable or not asked for. An
            aspect of a plan is covered or not; leaving it open answers nothing.
    """
    faults = [
        _fault("item_unknown", Text(item, item), item, "没有这一项", "is not asked for")
        for item in sorted(set(typed) - {one.item for one in asked})
    ]
    found: dict[str, Answer] = {}
    for one in asked:
        answer = _read(one, typed.get(one.item, ""))
        if isinstance(answer, Fault):
            faults.append(answer)
        else:
            found[one.item] = answer
    if faults:
        raise BadInputError(faults)
    return found


def read_figures(
    indicators: Sequence[Indicator], typed: Mapping[str, str]
) -> dict[str, int]:
    """Return figures in smallest units by indicator; an empty one is unknown, not 0.

    A number without a unit is in the indicator's own.

    Raises:
        BadInputError: every one that cannot be read, or is not asked for.
    """
    known = {one.code: one for one in indicators}
    faults = [
        _fault("item_unknown", Text(code, code), code, "没有这一项", "is not asked for")
        for code in sorted(set(typed) - set(known))
    ]
    found: dict[str, int] = {}
    for code, indicator in known.items():
        try:
            amount = _amount(indicator, typed.get(code, "").strip())
        except ZhenceError as error:
            faults += [_at(indicator, fault) for fault in error.faults]
            continue
        if amount is not None:
            found[code] = amount
    if faults:
        raise BadInputError(faults)
    return found


def looked_at(
    asked: Sequence[Asking], answers: Mapping[str, Answer]
) -> dict[str, object]:
    """Return what conditions look at: of a checklist, how many aspects are covered.

    What was not answered is left out, for it is unknown.
    """
    found: dict[str, object] = {}
    for one in asked:
        answer = answers.get(one.item)
        if answer is None:
            continue
        if isinstance(answer, dict):
            found[one.item] = sum(1 for covered in answer.values() if covered)
        else:
            found[one.item] = tuple(answer) if isinstance(answer, list) else answer
    return found


def told(asked: Sequence[Asking], answers: Mapping[str, Answer]) -> tuple[Told, ...]:
    """Return the answers in words, in the order of the form."""
    return tuple(
        Told(one.item, one.title, _words(one, answers.get(one.item))) for one in asked
    )


def told_figures(
    indicators: Sequence[Indicator], figures: Mapping[str, int]
) -> tuple[Told, ...]:
    """Return the figures in words, each in the unit of its indicator."""
    return tuple(
        Told(one.code, one.name, _figure(one, figures.get(one.code)))
        for one in indicators
    )


def _read(one: Asking, typed: Typed) -> Answer | Fault:
    if one.kind is Kind.ASPECTS:
        return _aspects(one, typed if isinstance(typed, Mapping) else {})
    if one.kind is Kind.WORDS:
        return _some(one, [typed] if isinstance(typed, str) else list(typed))
    line = typed.strip() if isinstance(typed, str) else ""
    if not line:
        return _missing(one)
    if len(line) > LONGEST or "\0" in line:
        return _fault("text_too_long", one.title, one.item, "太长", "is too long")
    if one.kind is Kind.CHOICE and line not in dict(one.choices):
        known = "、".join(code for code, _ in one.choices)
        return _fault(
            "word_unknown", one.title, one.item, "没有这个选项", "is no choice", known
        )
    return _count(one, line) if one.kind is Kind.COUNT else line


def _aspects(one: Asking, typed: Mapping[str, bool | None]) -> Answer | Fault:
    if set(typed) - {code for code, _ in one.choices}:
        return _fault(
            "word_unknown", one.title, one.item, "有不认识的方面", "names no aspect"
        )
    found = {code: typed.get(code) for code, _ in one.choices}
    if None in found.values():
        return _fault(
            "aspects_open",
            one.title,
            one.item,
            "每个方面都要选“是”或“否”",
            "wants yes or no for each aspect",
        )
    return {code: bool(covered) for code, covered in found.items()}


def _some(one: Asking, typed: Sequence[str]) -> Answer | Fault:
    words = [word.strip() for word in typed if word.strip()]
    if not words:
        return _missing(one)
    long = any(len(word) > LONGEST or "\0" in word for word in words)
    if long or len(words) > _MOST_WORDS:
        return _fault("text_too_long", one.title, one.item, "太长", "is too long")
    return words


def _count(one: Asking, line: str) -> Answer | Fault:
    plain = line.isascii() and line.isdigit() and len(line) <= len(str(_MOST_COUNT))
    if plain:
        return int(line)
    return _fault(
        "count_unreadable", one.title, one.item, "要填整数", "wants a whole number"
    )


def _amount(indicator: Indicator, line: str) -> int | None:
    if not line or indicator.unit is None:
        return None
    if len(line) > LONGEST:
        raise BadInputError(_too_long())
    given = read_number(line)
    if given.value is None:
        return None
    measure = given.unit or indicator.unit
    exact = Quantity(given.value, measure).to(indicator.unit).smallest()
    low = 0 if indicator.non_negative else -_MOST
    if exact.denominator != 1 or not low <= exact <= _MOST:
        raise BadInputError(
            Fault("figure_range", "数值过大、过细或为负", "it is out of range")
        )
    return int(exact)


def _words(one: Asking, answer: Answer | None) -> Text:
    named = dict(one.choices)
    if answer is None:
        return _UNSAID
    if isinstance(answer, dict):
        # In the order of the form: a database may keep the aspects in another.
        done = [name for code, name in one.choices if answer.get(code)]
        zh = "、".join(name.zh for name in done) or "无"
        en = ", ".join(name.en for name in done) or "none"
        return Text(
            f"{len(done)}/{len(answer)}：{zh}", f"{len(done)} of {len(answer)}: {en}"
        )
    if isinstance(answer, list):
        return Text("、".join(answer), ", ".join(answer))
    return named.get(str(answer), Text(str(answer), str(answer)))


def _figure(one: Indicator, amount: int | None) -> Text:
    if amount is None or one.unit is None:
        return _UNSAID
    shown = decimal_text(from_smallest(Fraction(amount), one.unit))
    return Text(f"{shown} {one.unit.name}", f"{shown} {one.unit.name}")


def _missing(one: Asking) -> Fault:
    return Fault(
        "item_missing",
        f"没有填写“{one.title.zh}”",
        f"{one.title.en} is missing",
        Where(cell=one.item),
        "请填写 / fill it in",
    )


def _fault(
    code: str, title: Text, item: str, zh: str, en: str, known: str = ""
) -> Fault:
    remedy = f"可用 / one of: {known}" if known else "请更正 / mend it"
    return Fault(
        code,
        f"“{title.zh[:40]}”{zh}",
        f"{title.en[:40]} {en}",
        Where(cell=item[:40]),
        remedy,
    )


def _too_long() -> Fault:
    return Fault("text_too_long", "太长", "it is too long")


def _at(indicator: Indicator, fault: Fault) -> Fault:
    """Return a fault with the figure that it is about."""
    return Fault(
        fault.code,
        f"{indicator.name.zh}：{fault.zh}",
        f"{indicator.name.en}: {fault.en}",
        Where(cell=indicator.code),
        fault.remedy or "请更正 / mend it",
    )
