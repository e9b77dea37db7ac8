"""The sheet of one firm (一企一单): each number, where it comes from, what followed.

Whoever is scored must be able to do the sum again: value, benchmark, formula and
points stand side by side, exact, and the reasons for the band in their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhence.evidence import Text
from zhence.permu.firm import Firm
from zhence.permu.formula import formula
from zhence.permu.grade import PENDING
from zhence.permu.population import Standing
from zhence.permu.run import Outcome
from zhence.permu.scheme import Act, Item, Merging, Treatment
from zhence.permu.score import exact_points, exact_value

# An item above one and a half times its weight swamps the others.
_SWAMPS = Fraction(3, 2)

STANDING_NAMES: Mapping[Standing, Text] = {
    Standing.RANKED: Text("参与排序", "ranked"),
    Standing.SHOWN: Text("仅列示，不参与排序", "shown, not ranked"),
    Standing.INCOMPLETE: Text("数据不全，不参与排序", "incomplete, not ranked"),
    Standing.ASIDE: Text("只采集，不评级", "collected, not rated"),
    Standing.UNRATED: Text("只列名单，不计分", "listed, not scored"),
    Standing.UNLISTED: Text("不在评价范围", "outside the scope"),
}
_TREATED: Mapping[Act, Text] = {
    Act.INCOMPLETE: Text("缺数据，不计分", "no score without data"),
    Act.COMPARED_MEAN: Text("按同组平均得分计", "the mean score of the group"),
    Act.POINTS: Text("按规定分值计", "the points the scheme gives"),
    Act.AS_IT_IS: Text("", ""),
}


_MERGED = Text(
    "合并评价单位，以合并结果为准", "a group firm: the merged result is in force"
)
_SEPARATE = Text(
    "合并评价单位，以单独结果为准", "a group firm: the separate result is in force"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One item on the sheet.

    *value* and *points* are exact, ``None`` where there are none; *benchmark* is one
    number or the two ends; *remark* says what was done with an unusual value.
    *swamps* is set above one and a half times the weight.
    """

    item: Item
    formula: Text
    value: Fraction | None
    benchmark: tuple[Fraction, ...]
    points: Fraction | None
    remark: Text | None
    swamps: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything about one firm's result.

    *score*, *rank*, *of* (how many are ranked with it) and the bands are ``None``
    where the *standing* gives none; *final* is ``?`` where a person decides.
    *reasons* are in the order veto, protection, and why it is not ranked.
    """

    firm: Firm
    standing: Standing
    roll: Text | None
    parts: tuple[Part, ...]
    adjusted: Fraction
    score: Fraction | None
    rank: int | None
    of: int | None
    band: str | None
    final: str | None
    missing: tuple[str, ...]
    reasons: tuple[Text, ...]


def sheet(outcome: Outcome, firms: Sequence[Firm], row: int) -> Sheet:
    """Return the sheet of one row; *firms* are those the register was made of."""
    scheme, scores = outcome.scheme, outcome.scores
    firm, standing = firms[row], Standing(scores.standing[row])
    place = int(scores.roll[row])
    roll = scheme.rolls[place] if place >= 0 else None
    parts = tuple(_parts(outcome, row, place)) if roll is not None else ()
    lost = int(scores.lost[row])
    codes = () if roll is None else roll.codes()
    missing = tuple(code for bit, code in enumerate(codes) if lost >> bit & 1)
    if standing is Standing.INCOMPLETE and roll is None:
        missing = tuple(_unknown(firm))
    scored = standing in {Standing.RANKED, Standing.SHOWN}
    ranked = standing is Standing.RANKED
    return Sheet(
        firm=firm,
        standing=standing,
        roll=None if roll is None else roll.title,
        parts=() if standing is Standing.ASIDE else parts,
        adjusted=Fraction(int(outcome.register.adjusted[row]), scheme.one),
        score=Fraction(int(scores.score[row]), scheme.one) if scored else None,
        rank=int(outcome.first[row]) if ranked else None,
        of=outcome.counts[outcome.group[row]] if ranked else None,
        band=_band(outcome, int(outcome.band[row])) if ranked else None,
        final=_band(outcome, int(outcome.final[row])) if ranked else None,
        missing=missing,
        reasons=tuple(_reasons(outcome, firm, row)),
    )


def _unknown(firm: Firm) -> Iterator[str]:
    if firm.amounts.get("land_in_use") is None:
        yield "land_in_use"
    if firm.scale is None:
        yield "scale"


def _parts(outcome: Outcome, row: int, place: int) -> Iterator[Part]:
    compared = outcome.scores.compared
    group = 0 if compared is None else int(compared[row])
    for ready in outcome.scores.ready[place]:
        line = ready.lines[group]
        value, treatment = exact_value(ready, outcome.register, row)
        points = exact_points(ready, outcome.register, row, group)
        yield Part(
            ready.item,
            formula(ready.item),
            value,
            () if line is None else line.shown,
            points,
            _remark(treatment, points, without_line=line is None),
            points is not None and points > _SWAMPS * ready.item.weight,
        )


def _remark(
    treatment: Treatment | None, points: Fraction | None, *, without_line: bool
) -> Text | None:
    if treatment is not None:
        act = Act.INCOMPLETE if points is None else treatment.act
        return _TREATED[act]
    return Text("没有可用的基准值", "no benchmark") if without_line else None


def _band(outcome: Outcome, place: int) -> str:
    return "?" if place == PENDING else outcome.scheme.bands[place].name


def _reasons(outcome: Outcome, firm: Firm, row: int) -> Iterator[Text]:
    scheme, standing = outcome.scheme, Standing(outcome.scores.standing[row])
    band, final = int(outcome.band[row]), int(outcome.final[row])
    told = "；".join(firm.vetoes)
    if told and scheme.veto is None:
        yield Text(
            f"记有一票否决事项（{told}），本方案未载其规则，未改变等级",
            f"a veto is on record ({told}); the scheme has no rule, nothing changed",
        )
    elif told and scheme.veto is not None:
        title = scheme.veto.title
        yield Text(f"一票否决（{told}）：{title.zh}", f"veto ({told}): {title.en}")
    elif standing is Standing.RANKED and final != band:
        for rule in scheme.protection:
            if firm.status in rule.statuses:
                yield Text(f"保护：{rule.title.zh}", f"protection: {rule.title.en}")
    if band == PENDING:
        yield Text(
            "与他人同分且界线从中穿过，由主管部门确定",
            "a tie runs across the cut: the authority decides",
        )
    if standing is Standing.ASIDE:
        title = scheme.aside[int(outcome.scores.aside[row])].title
        yield title
    if standing is Standing.UNLISTED:
        yield _why_unlisted(firm)
    if standing is Standing.SHOWN or firm.members:
        yield _MERGED if scheme.merging is Merging.MERGED else _SEPARATE


def _why_unlisted(firm: Firm) -> Text:
    if firm.amounts.get("land_in_use") == 0:
        return Text(
            "无自有用地，不计亩均得分", "a tenant: no land of its own, no per-mu score"
        )
    return Text("不符合任何名单的条件", "no list takes it")
