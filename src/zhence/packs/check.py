"""A pack as a whole: does every name lead somewhere, every date follow?

The schema has checked each file by itself; this looks across them.
Every fault names the file and line where it can be mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from fractions import Fraction

from zhence.errors import Fault, Severity, Where
from zhence.lifecycle.conditions import Condition
from zhence.lifecycle.table import dead_ends
from zhence.packs.names import (
    comparisons,
    condition_parameters,
    measure_indicators,
    measure_parameters,
    term_names,
)
from zhence.packs.pack import Pack
from zhence.rules.dated import Parameter
from zhence.rules.rulebook import Criterion
from zhence.units import Dimension, unit

_ONE_DAY = timedelta(days=1)
_HOUSED_KINDS = frozenset({"criterion", "status-transition", "penalty", "prohibition"})


def check_pack(pack: Pack) -> list[Fault]:
    """Return everything that is wrong with a loaded pack; empty when sound."""
    return [
        *_dangling(pack),
        *_dates(pack),
        *_citations(pack),
        *_life_cycle(pack),
        *_shares(pack),
        *_circles(pack),
        *_kinds(pack),
        *_homes(pack),
    ]


def _fault(code: str, zh: str, en: str, where: Where, remedy: str) -> Fault:
    return Fault(code, zh, en, where, remedy, Severity.ERROR)


def _unknown(what: str, name: str, where: Where) -> Fault:
    return _fault(
        "name_dangling",
        f"没有定义的名称：{name}（{what}）",
        f"{what} {name} is not defined",
        where,
        "补上定义，或改正拼写 / define it, or mend the spelling",
    )


def _dangling(pack: Pack) -> Iterator[Fault]:
    book = pack.rulebook
    for criterion in book.criteria.values():
        yield from _term_faults(pack, criterion, pack.places["criterion", criterion.id])
    for index, remark in enumerate(book.remarks):
        where = pack.places["remark", str(index)]
        yield from _names_faults(pack, term_names(remark.when), where)
    yield from _measure_faults(pack)
    yield from _threshold_faults(pack)
    yield from _evidence_faults(pack)
    for value in book.values:
        where = pack.places["value", value.name]
        for name in (value.measure, value.whole):
            if name is not None:
                yield from _known(pack, "measure", name, where)
    yield from _cycle_names(pack)


def _measure_faults(pack: Pack) -> Iterator[Fault]:
    for measure in pack.rulebook.measures.values():
        where = pack.places["measure", measure.id]
        for name in measure_indicators(measure):
            yield from _indicator(pack, name, where)
        yield from _names_faults(pack, measure_parameters(measure), where)


def _indicator(pack: Pack, name: str, where: Where) -> Iterator[Fault]:
    if name not in pack.rulebook.catalogue:
        yield _unknown("indicator", name, where)


def _evidence_faults(pack: Pack) -> Iterator[Fault]:
    book = pack.rulebook
    for checklist in book.checklists.values():
        where = pack.places["checklist", checklist.id]
        for item, names in checklist.evidence.items():
            if item not in checklist.items:
                yield _unknown("item", item, where)
            for name in names:
                if name not in book.criteria:
                    yield from _listed(pack, name, where)


def _listed(pack: Pack, name: str, where: Where) -> Iterator[Fault]:
    checklist, _, item = name.partition(".")
    yield from _known(pack, "checklist", checklist, where)
    known = pack.rulebook.checklists.get(checklist)
    if item and known is not None and item not in known.items:
        yield _unknown("item", name, where)


def _threshold_faults(pack: Pack) -> Iterator[Fault]:
    categories = pack.rulebook.categories
    for threshold in pack.rulebook.thresholds.values():
        where = pack.places["threshold", threshold.id]
        for category, name in threshold.parameters.items():
            if category not in categories:
                yield _unknown("category", category, where)
            yield from _known(pack, "parameter", name, where)
        for category in sorted(set(categories) - set(threshold.parameters)):
            yield _fault(
                "category_without_threshold",
                f"类别 {category} 没有对应的下限",
                f"category {category} has no threshold",
                where,
                "给每个类别各写一个 / give every category one",
            )


def _term_faults(pack: Pack, criterion: Criterion, where: Where) -> Iterator[Fault]:
    yield from _names_faults(pack, term_names(criterion.judge), where)
    groups = {g for c in pack.rulebook.categories.values() for g in (*c.groups, c.id)}
    states = set() if pack.lifecycle is None else set(pack.lifecycle.states)
    for applies in criterion.applies:
        for group in (
            applies.categories,
            applies.not_categories,
            applies.or_categories,
        ):
            if group is not None and group not in groups:
                yield _unknown("category group", group, where)
        for state in applies.states:
            if state not in states:
                yield _unknown("state", state, where)
        if applies.parameter is not None:
            yield from _known(pack, "parameter", applies.parameter, where)
        for name in (*applies.told, *applies.not_told):
            if name not in pack.rulebook.checklists:
                yield from _indicator(pack, name, where)


def _names_faults(
    pack: Pack, names: Iterable[tuple[str, str]], where: Where
) -> Iterator[Fault]:
    for kind, name in names:
        yield from _known(pack, kind, name, where)


def _known(pack: Pack, kind: str, name: str, where: Where) -> Iterator[Fault]:
    book = pack.rulebook
    tables = {
        "parameter": book.parameters,
        "measure": book.measures,
        "checklist": book.checklists,
        "threshold": book.thresholds,
        "category": book.categories,
    }
    if name not in tables[kind]:
        yield _unknown(kind, name, where)


def _cycle_names(pack: Pack) -> Iterator[Fault]:
    cycle = pack.lifecycle
    if cycle is None:
        return
    known = {t.id for t in cycle.transitions}
    conditions: list[tuple[Condition | None, Where]] = [
        (t.when, pack.places.get(("transition", t.id), Where()))
        for t in cycle.transitions
    ]
    conditions += [
        (h.when, pack.places["hold", str(i)]) for i, h in enumerate(cycle.holds)
    ]
    conditions += [
        (r.when, pack.places["reminder", str(i)]) for i, r in enumerate(cycle.reminders)
    ]
    for condition, where in conditions:
        for kind, name in condition_parameters(condition):
            if kind == "transition":
                if name not in known:
                    yield _unknown("transition", name, where)
            else:
                yield from _known(pack, kind, name, where)


def _dates(pack: Pack) -> Iterator[Fault]:
    for parameter in pack.rulebook.parameters.values():
        where = pack.places["parameter", parameter.id]
        yield from _parameter_dates(parameter, where)


def _parameter_dates(parameter: Parameter, where: Where) -> Iterator[Fault]:
    for value in parameter.values:
        if value.start and value.last and value.last < value.start:
            yield _fault(
                "dates_backward",
                f"{parameter.id} 的止日早于起日",
                f"{parameter.id} ends before it begins",
                where,
                "起日要早于止日 / give from before to",
            )
    for before, after in zip(parameter.values, parameter.values[1:], strict=False):
        if before.last is None or after.start is None or after.start <= before.last:
            yield _fault(
                "dates_overlap",
                f"{parameter.id} 的两个值在同一天有效",
                f"two values of {parameter.id} are in force on one day",
                where,
                "前一个值止于后一个值的前一天"
                " / end the earlier one on the day before the later one",
            )
        elif after.start > before.last + _ONE_DAY:
            yield _fault(
                "dates_gap",
                f"{parameter.id} 在 {before.last} 与 {after.start} 之间没有值",
                f"{parameter.id} has no value between {before.last} and {after.start}",
                where,
                "让各值前后相接，或写一个空值 null"
                " / let the values follow each other, or write a value of null",
            )


def _citations(pack: Pack) -> Iterator[Fault]:
    for parameter in pack.rulebook.parameters.values():
        where = pack.places["parameter", parameter.id]
        for value in parameter.values:
            cited = value.citation
            if cited is None or cited.document not in pack.documents:
                yield _fault(
                    "value_uncited",
                    f"{parameter.id} 的值没有注明可查的文件",
                    f"a value of {parameter.id} cites no document of the pack",
                    where,
                    "引用其中之一 / cite one of " + ", ".join(sorted(pack.documents)),
                )
            elif unknown := set(cited.clauses) - set(pack.clauses):
                yield _fault(
                    "clause_unknown",
                    f"{parameter.id} 引用了不存在的条款 {sorted(unknown)}",
                    f"{parameter.id} cites unknown clauses {sorted(unknown)}",
                    where,
                    "引用 clauses/ 里有的条款 / cite a clause of clauses/",
                )
    for kind, name, clauses in pack.citations():
        if kind in {"parameter", "not_computable"}:
            continue
        unknown = {c for c in clauses if c.startswith(f"{pack.id}-")} - set(
            pack.clauses
        )
        if unknown:
            yield _fault(
                "clause_unknown",
                f"{name} 引用了不存在的条款 {sorted(unknown)}",
                f"{name} cites unknown clauses {sorted(unknown)}",
                pack.places.get((kind, name), Where()),
                "引用 clauses/ 里有的条款 / cite a clause of clauses/",
            )


def _life_cycle(pack: Pack) -> Iterator[Fault]:
    if pack.lifecycle is None:
        return
    words = {
        "state_unknown": ("没有这个状态", "no such state"),
        "state_without_entry": ("没有进入该状态的途径", "nothing leads into the state"),
        "state_without_exit": ("没有离开该状态的途径", "nothing leads out of it"),
        "transition_unknown": ("没有这个变更", "no such transition"),
    }
    for code, kind, key, name in dead_ends(pack.lifecycle):
        zh, en = words[code]
        yield _fault(
            code,
            f"{zh}：{name}",
            f"{en}: {name}",
            pack.places[kind, key],
            "补一个变更，或把状态标为起点或终点"
            " / add a transition, or mark the state entry or final",
        )


def _shares(pack: Pack) -> Iterator[Fault]:
    whole = unit("1").factor
    for parameter in pack.rulebook.parameters.values():
        if parameter.unit is None or parameter.unit.dimension is not Dimension.RATIO:
            continue
        for value in parameter.values:
            number = value.value
            if isinstance(number, Fraction) and number * parameter.unit.factor > whole:
                yield _fault(
                    "share_above_whole",
                    f"{parameter.id} 超过 100%",
                    f"{parameter.id} is above 100 %",
                    pack.places["parameter", parameter.id],
                    "占比不能超过整体 / a share cannot exceed the whole",
                )


def _circles(pack: Pack) -> Iterator[Fault]:
    """Find measures that rest on themselves."""
    rests = {
        m.id: {name for kind, name in measure_parameters(m) if kind == "measure"}
        for m in pack.rulebook.measures.values()
    }
    for name, first in rests.items():
        seen: set[str] = set()
        front = set(first)
        while front - seen:
            seen |= front
            front = {below for held in front for below in rests.get(held, ())}
        if name in seen:
            yield _fault(
                "measure_cycle",
                f"{name} 绕了一圈又取自自己",
                f"{name} rests on itself",
                pack.places["measure", name],
                "改为取自指标 / read it from an indicator",
            )


def _kinds(pack: Pack) -> Iterator[Fault]:
    """Find comparisons of what cannot be compared."""
    book = pack.rulebook
    for criterion in book.criteria.values():
        for term in comparisons(criterion.judge):
            measure = book.measures.get(term.measure)
            limit = book.parameters.get(str(term.against.parameter))
            if measure is None or limit is None:
                continue
            where = pack.places["criterion", criterion.id]
            if limit.choices or any(
                isinstance(v.value, tuple | bool) for v in limit.values
            ):
                yield _fault(
                    "parameter_kind",
                    f"{limit.id} 不是可比较的数",
                    f"{limit.id} is no number to compare with",
                    where,
                    "与数值参数比较 / compare with a numeric parameter",
                )
            elif limit.unit is not None and (
                limit.unit.dimension is not measure.unit.dimension
            ):
                yield _fault(
                    "unit_mismatch",
                    f"{measure.id} 以{measure.unit}计，{limit.id} 以{limit.unit}计",
                    f"{measure.id} in {measure.unit} cannot be compared with "
                    f"{limit.id} in {limit.unit}",
                    where,
                    "用同一量纲的单位 / use units of one dimension",
                )


def _homes(pack: Pack) -> Iterator[Fault]:
    for name, homes in pack.homes().items():
        where = pack.places["clause", name]
        kinds = {home.kind for home in homes}
        if not homes:
            yield _fault(
                "clause_homeless",
                f"条款 {name} 没有任何实现",
                f"clause {name} has no home",
                where,
                "写出实现，或在 not_computable.yaml 里说明原因"
                " / implement it, or say in not_computable.yaml why not",
            )
        elif "not_computable" in kinds and len(kinds) > 1:
            yield _fault(
                "clause_two_minds",
                f"条款 {name} 既有实现又列为不可计算",
                f"clause {name} is implemented and said not to be computable",
                where,
                "从 not_computable.yaml 里删去 / take it out of not_computable.yaml",
            )
        elif kinds == {"not_computable"} and pack.clauses[name].kind in _HOUSED_KINDS:
            yield _fault(
                "clause_must_be_housed",
                f"{pack.clauses[name].kind} 类条款 {name} 不能列为不可计算",
                f"a {pack.clauses[name].kind} cannot be left uncomputed: {name}",
                where,
                "写出条件或变更 / write the criterion or transition",
            )
