"""Requirements as phrases of both languages.

The phrases are short: names stand in quotation marks, thresholds with their
newest value.
"""

from __future__ import annotations

from collections.abc import Iterable

from zhence.evidence import Text
from zhence.packs.diff_words import listed, plain, quoted, same, value_words
from zhence.packs.pack import Pack
from zhence.rules import terms as t

_COMPARED = {
    t.Operator.AT_LEAST: "at_least",
    t.Operator.MORE_THAN: "more_than",
    t.Operator.AT_MOST: "at_most",
    t.Operator.LESS_THAN: "less_than",
    t.Operator.EXACTLY: "exactly",
}


def operator_words(operator: t.Operator) -> Text:
    """Return how a value is compared."""
    return plain(_COMPARED[operator])


def parameter_words(pack: Pack, name: str) -> Text:
    """Return a parameter's newest value; one that the pack lacks by its name."""
    held = pack.rulebook.parameters.get(name)
    value = None if held is None else held.on(None)
    if held is None or value is None:
        return same(name)
    return value_words(value.value, held)


def measure_words(pack: Pack, name: str) -> Text:
    """Return a measure's title in quotation marks, or its name."""
    held = pack.rulebook.measures.get(name)
    return quoted(held.title if held else same(name))


def operand_words(pack: Pack, operand: t.Operand) -> Text:
    """Return a threshold: a value, a table by category, or a measure."""
    if operand.parameter is not None:
        return parameter_words(pack, operand.parameter)
    if operand.by_category is not None:
        return table_words(pack, operand.by_category)
    told = measure_words(pack, operand.measure or "")
    if operand.times is None:
        return told
    times = parameter_words(pack, operand.times)
    return Text(f"{told.zh}×{times.zh}", f"{told.en} × {times.en}")


def table_words(pack: Pack, name: str) -> Text:
    """Return a table by category with its different values."""
    table = pack.rulebook.thresholds.get(name)
    if table is None:
        return same(name)
    used = dict.fromkeys(parameter_words(pack, p) for p in table.parameters.values())
    title, values = quoted(table.title), listed(used)
    return Text(f"{title.zh}（{values.zh}）", f"{title.en} ({values.en})")


def term_words(  # noqa: C901, PLR0911  # one arm a word
    pack: Pack, term: t.Term
) -> Text:
    """Return what a term asks."""
    match term:
        case t.Compare(measure, operator, against):
            return _limit(pack, measure_words(pack, measure), operator, against)
        case t.Share(part, whole, operator, against, reported):
            share = _share_words(pack, part, whole, reported)
            return _limit(pack, share, operator, against)
        case t.About(measure, against, tolerance, cap):
            return _about(pack, measure, operand_words(pack, against), tolerance, cap)
        case t.Checklist(checklist, need):
            count = parameter_words(pack, need)
            title = _checklist(pack, checklist)
            return Text(
                f"{title.zh}具备{count.zh}项以上", f"{count.en} or more of {title.en}"
            )
        case t.MandateCovers(checklist):
            title = _checklist(pack, checklist)
            return Text(
                f"{title.zh}覆盖主导产业", f"{title.en} cover the lead industry"
            )
        case t.Categorised(parameter):
            held = parameter_words(pack, parameter)
            return Text(f"类别属于{held.zh}", f"the category is one of {held.en}")
        case t.IndustryBelongs(category, parameter):
            held = parameter_words(pack, parameter)
            return Text(
                f"{category}类的主导产业属于{held.zh}",
                f"the lead industry of {category} is in {held.en}",
            )
        case t.ChosenFrom(measure, parameter):
            title, held = measure_words(pack, measure), parameter_words(pack, parameter)
            return Text(f"{title.zh}属于{held.zh}", f"{title.en} is one of {held.en}")
        case t.OnRecord():
            return _recorded(term)
        case t.All(members):
            return either_or_all((term_words(pack, m) for m in members), "且", "and")
        case t.AnyOf(members):
            return either_or_all((term_words(pack, m) for m in members), "或", "or")
        case t.Not(member):
            return denied(term_words(pack, member))


def _limit(pack: Pack, subject: Text, operator: t.Operator, against: t.Operand) -> Text:
    how, limit = operator_words(operator), operand_words(pack, against)
    return Text(f"{subject.zh}{how.zh}{limit.zh}", f"{subject.en} {how.en} {limit.en}")


def _share_words(pack: Pack, part: str, whole: str, reported: str | None) -> Text:
    above, below = measure_words(pack, part), measure_words(pack, whole)
    share = Text(f"{above.zh}占{below.zh}", f"{above.en} of {below.en}")
    if reported is None:
        return share
    told = measure_words(pack, reported)
    return Text(f"{share.zh}（或{told.zh}）", f"{share.en} (or {told.en})")


def _about(
    pack: Pack,
    measure: str,
    limit: Text,
    tolerance: str,
    cap: bool,  # noqa: FBT001  # as the term has it
) -> Text:
    title, band = measure_words(pack, measure), parameter_words(pack, tolerance)
    side = Text("上限", "a cap") if cap else Text("目标", "a goal")
    return Text(
        f"{title.zh}{limit.zh}左右（{side.zh}，容差{band.zh}）",
        f"{title.en} about {limit.en} ({side.en}, tolerance {band.en})",
    )


def _checklist(pack: Pack, name: str) -> Text:
    held = pack.rulebook.checklists.get(name)
    return quoted(held.title if held else same(name))


def _recorded(term: t.OnRecord) -> Text:
    told = plain((*term.events, *term.decisions))
    sure = Text("（已核实）", " (verified)") if term.verified else same("")
    free = Text("（视为豁免）", " (as an exemption)") if term.exempts else same("")
    return Text(
        f"有{told.zh}记录{sure.zh}{free.zh}", f"{told.en} on record{sure.en}{free.en}"
    )


def either_or_all(members: Iterable[Text], zh: str, en: str) -> Text:
    """Return members joined by a word."""
    told = list(members)
    return Text(
        f"（{zh.join(m.zh for m in told)}）", f"({f' {en} '.join(m.en for m in told)})"
    )


def denied(member: Text) -> Text:
    """Return what must not hold."""
    return Text(f"并非{member.zh}", f"not {member.en}")
