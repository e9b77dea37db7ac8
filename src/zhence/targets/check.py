"""Whether the targets of a pack can be asked: names, numbers, one form each."""

from __future__ import annotations

from collections.abc import Iterator

from zhence.errors import Fault, Severity, Where
from zhence.packs.pack import Pack
from zhence.packs.schema import TargetModel, TargetValue
from zhence.units import Dimension, exact_number, unit

FORMS = (
    "count",
    "sum",
    "share",
    "multiple",
    "coverage",
    "tier",
    "per_year",
    "count_if",
    "members",
)
_SHARES = frozenset({"share", "coverage"})
_NEEDS = {
    "sum": ("over",),
    "share": ("over",),
    "count_if": ("over",),
    "multiple": ("baseline", "year"),
    "tier": ("at",),
    "per_year": ("years",),
}
_YEARS = ("baseline", "year")


def check_targets(pack: Pack) -> list[Fault]:
    """Return what is wrong with the targets of a loaded pack; empty when sound."""
    return [
        fault for id_, model in pack.targets.items() for fault in _of(pack, id_, model)
    ]


def indicators_of(value: TargetValue) -> tuple[str, ...]:
    """Return every indicator or measure that a target reads."""
    share, line, where = value.share, value.count_if, value.where
    named = (
        value.count,
        value.sum,
        value.multiple,
        value.tier,
        value.per_year,
        value.told,
        value.gross,
        *value.less,
        *(() if share is None else (share.part, share.whole, share.reported)),
        None if line is None else line.indicator,
        None if where is None else where.indicator,
    )
    return tuple(dict.fromkeys(name for name in named if name is not None))


def _of(pack: Pack, id_: str, model: TargetModel) -> Iterator[Fault]:
    where = pack.places.get(("target", id_), Where())
    value = model.value
    forms = [name for name in FORMS if getattr(value, name) is not None]
    if len(forms) != 1:
        yield _fault(
            "target_form",
            f"目标 {id_} 须恰有一种取值方式",
            f"target {id_} needs exactly one form, not {len(forms)}",
            where,
            "give one of " + ", ".join(FORMS),
        )
        return
    form = forms[0]
    for key in _NEEDS.get(form, ()):
        if not getattr(value, key):
            yield _missing(id_, key, where)
    yield from _numbers(id_, value, where)
    is_share = unit(model.unit).dimension is Dimension.RATIO
    if is_share is not (form in _SHARES):
        yield _fault(
            "target_unit",
            f"目标 {id_} 的单位 {model.unit} 与取值方式不符",
            f"target {id_}: {model.unit} is not the unit of a {form}",
            where,
            "占比和覆盖率用 %，其余用各自的单位"
            " / give shares and coverage in %, everything else in its own unit",
        )
    yield from _names(pack, id_, model, where)


def _numbers(id_: str, value: TargetValue, where: Where) -> Iterator[Fault]:
    years = [text for name in _YEARS if (text := getattr(value, name)) is not None]
    for text in (*years, *value.years):
        if not (text.isascii() and text.isdigit()):
            yield _wrong(id_, text, where)
    lines = [held for held in (value.count_if, value.projects) if held is not None]
    given = [value.at, *(held.at_least for held in lines)]
    given += [] if value.count_if is None else [value.count_if.more_than]
    for text in given:
        if text is not None and exact_number(text) is None:
            yield _wrong(id_, text, where)


def _names(pack: Pack, id_: str, model: TargetModel, where: Where) -> Iterator[Fault]:
    book = pack.rulebook
    for name in indicators_of(model.value):
        known = name in book.measures or book.catalogue.find(name) is not None
        if not known:
            yield _fault(
                "target_indicator_unknown",
                f"目标 {id_} 用到目录中没有的指标 {name}",
                f"target {id_} reads {name}, which the catalogue does not have",
                where,
                "先加指标；在此之前只能给出个数"
                " / add the indicator; until then only a count can be given",
                Severity.WARNING,
            )
    narrowed, projects = model.population.narrowed, model.value.projects
    asked = [
        model.parameter,
        None if narrowed is None else narrowed.parameter,
        None if projects is None else projects.exclude,
        "tier_mode" if model.value.tier is not None else None,
        "tolerance_goal" if model.operator == "about" else None,
    ]
    for parameter in asked:
        if parameter is not None and parameter not in book.parameters:
            yield _fault(
                "name_dangling",
                f"没有定义的参数：{parameter}（目标 {id_}）",
                f"parameter {parameter} of target {id_} is not defined",
                where,
                "补上定义，或改正拼写 / define it, or mend the spelling",
            )
    yield from _states(pack, id_, model, where)
    yield from _same_number(pack, id_, model, where)


def _states(pack: Pack, id_: str, model: TargetModel, where: Where) -> Iterator[Fault]:
    """A state that nobody can be in would count nobody, and look like a zero."""
    if pack.lifecycle is None:
        return
    narrowed = model.population.narrowed
    asked = (
        *model.population.states,
        *(() if narrowed is None else narrowed.states),
        *(model.value.members or ()),
        *model.value.gone,
    )
    for state in dict.fromkeys(asked):
        if state not in pack.lifecycle.states:
            yield _fault(
                "state_unknown",
                f"目标 {id_} 用到没有的状态 {state}",
                f"target {id_} asks for the state {state}, which does not exist",
                where,
                "use one of " + ", ".join(pack.lifecycle.states),
            )


def _same_number(
    pack: Pack, id_: str, model: TargetModel, where: Where
) -> Iterator[Fault]:
    """A number that is written twice has to be the same twice."""
    name = model.parameter or f"{id_}.threshold"
    held = pack.rulebook.parameters.get(name)
    shown = exact_number(model.threshold)
    if held is None or shown is None:
        return
    if held.number(None) != shown * unit(model.unit).factor:
        yield _fault(
            "threshold_differs",
            f"目标 {id_} 的数值与参数 {name} 不一致",
            f"target {id_} and parameter {name} give different numbers",
            where,
            "两处写同一个数 / write the same number in both",
        )


def _missing(id_: str, key: str, where: Where) -> Fault:
    return _fault(
        "key_missing",
        f"目标 {id_} 缺少 {key}",
        f"target {id_} needs {key}",
        where,
        "写法见 packs/README.md / see packs/README.md",
    )


def _wrong(id_: str, text: str, where: Where) -> Fault:
    return _fault(
        "value_wrong",
        f"目标 {id_} 的数看不懂：{text!r}",
        f"target {id_}: {text!r} is not a number",
        where,
        "写准确的小数或年份 / write an exact decimal or a year",
    )


def _fault(
    code: str,
    zh: str,
    en: str,
    where: Where,
    remedy: str,
    severity: Severity = Severity.ERROR,
) -> Fault:
    return Fault(code, zh, en, where, remedy, severity)
