"""``packs/permu/*.yaml`` → schemes of per-mu benefit; faults with file and line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from pydantic import ValidationError

from zhence.errors import BadPackError, Fault, UnitError, ZhenceError
from zhence.evidence import Label, Text
from zhence.facts.catalogue import Catalogue
from zhence.packs import permu_forms as forms
from zhence.packs.model_faults import model_faults
from zhence.packs.permu_check import scheme_faults
from zhence.packs.schema import Words
from zhence.packs.source import Path_, SourceFile, read_yaml
from zhence.permu import scheme as values
from zhence.units import Dimension, Unit, exact_number, unit

FOLDER = "permu"


def load_schemes(folder: Path, catalogue: Catalogue) -> dict[str, values.Scheme]:
    """Load every scheme below ``permu`` in a folder of packs, by id.

    Raises:
        BadPackError: every fault of every file.
    """
    found: dict[str, values.Scheme] = {}
    faults: list[Fault] = []
    for path in scheme_files(folder):
        try:
            scheme = load_scheme(path, catalogue)
        except ZhenceError as error:
            faults.extend(error.faults)
        else:
            found[scheme.id] = scheme
    if faults:
        raise BadPackError(faults)
    return found


def scheme_files(folder: Path) -> list[Path]:
    """Return the files of the schemes below a folder of packs, by name."""
    return sorted((folder / FOLDER).glob("*.yaml"))


def load_scheme(path: Path, catalogue: Catalogue) -> values.Scheme:
    """Load one scheme; its file is named after its id.

    Raises:
        BadPackError: every fault of the file, with its line.
    """
    source = read_yaml(path, f"{FOLDER}/{path.name}")
    try:
        file = forms.SchemeFile.model_validate(source.data)
    except ValidationError as error:
        raise BadPackError(model_faults(error, source)) from None
    builder = _Builder(file, source, catalogue)
    scheme = builder.scheme()
    if file.id != path.stem:
        builder.fault(
            ("id",),
            "permu_file_name",
            f"文件名应为 {file.id}.yaml",
            f"the file should be named {file.id}.yaml",
            "rename the file or change the id",
        )
    faults = builder.faults or list(scheme_faults(scheme, source))
    if faults:
        raise BadPackError(faults)
    return scheme


class _Builder:
    """Builds the values of one file, noting every fault with its line."""

    def __init__(
        self, file: forms.SchemeFile, source: SourceFile, catalogue: Catalogue
    ) -> None:
        self.file = file
        self.source = source
        self.catalogue = catalogue
        self.faults: list[Fault] = []

    def fault(self, path: Path_, code: str, zh: str, en: str, remedy: str) -> None:
        self.faults.append(Fault(code, zh, en, self.source.where(path), remedy))

    def number(self, given: forms.Number, *path: str | int) -> Fraction:
        """Return an exact number; one, and a fault, for what is none."""
        found = exact_number(str(given))
        if found is None:
            self.fault(
                path,
                "permu_number",
                f"不是数字：{given}",
                f"not a number: {given}",
                "write a plain decimal, in quotes",
            )
            return Fraction(1)
        return found

    def maybe(self, given: forms.Number | None, *path: str | int) -> Fraction | None:
        """Return an exact number, ``None`` for none."""
        return None if given is None else self.number(given, *path)

    def from_(self, name: str, *path: str | int) -> values.Provenance:
        """Return where a number stands; an undescribed source is a fault."""
        held = self.file.sources.get(name)
        if held is None:
            known = ", ".join(self.file.sources)
            self.fault(
                path,
                "permu_source",
                f"没有说明来源 {name}",
                f"the source {name} is not described",
                f"describe it under sources, or name one of: {known}",
            )
            return values.Provenance(name, Label.OURS)
        return values.Provenance(name, Label(held.label))

    def scheme(self) -> values.Scheme:
        """Return the scheme; it means something only without faults."""
        file, rounding = self.file, self.file.rounding
        self.from_(rounding.source, "rounding", "source")
        self.from_(file.bounds.source, "bounds", "source")
        return values.Scheme(
            id=file.id,
            title=_text(file.title),
            place=_text(file.place),
            data_year=file.data_year,
            label=Label(file.label),
            sources={
                name: values.Source(
                    _text(s.title), s.address, Label(s.label), _maybe(s.note)
                )
                for name, s in file.sources.items()
            },
            rolls=tuple(self._roll(*pair) for pair in file.rolls.items()),
            bands=tuple(
                values.Band(
                    band.name,
                    self.maybe(band.upto, "bands", "order", at, "upto"),
                    self.maybe(band.score, "bands", "order", at, "score"),
                )
                for at, band in enumerate(file.bands.order)
            ),
            bands_from=self.from_(file.bands.source, "bands", "source"),
            compared=tuple(map(values.Sort, file.compared)),
            ranked=tuple(map(values.Sort, file.ranked)),
            decimals=rounding.decimals,
            cut=values.Cut(rounding.cut),
            tie=values.Tie(rounding.tie),
            merging=values.Merging(file.merging),
            adjustments=tuple(
                values.Adjustment(
                    id_,
                    _text(a.title),
                    self.number(a.points, "adjustments", id_, "points"),
                    self.from_(a.source, "adjustments", id_, "source"),
                )
                for id_, a in file.adjustments.items()
            ),
            most_bonus=self.maybe(file.most_bonus, "most_bonus"),
            aside=tuple(
                values.Aside(
                    frozenset(map(values.Status, a.statuses)),
                    a.mark,
                    _text(a.title),
                    self.from_(a.source, "aside", at, "source"),
                )
                for at, a in enumerate(file.aside)
            ),
            veto=self._veto(),
            protection=tuple(
                values.Protection(
                    frozenset(map(values.Status, p.statuses)),
                    p.floor,
                    _text(p.title),
                    self.from_(p.source, "protection", at, "source"),
                )
                for at, p in enumerate(file.protection)
            ),
            notes=tuple(map(_text, file.notes)),
            where=self.source.where(("id",)),
        )

    def _veto(self) -> values.Veto | None:
        veto = self.file.veto
        if veto is None:
            return None
        from_ = self.from_(veto.source, "veto", "source")
        return values.Veto(veto.cap, _text(veto.title), from_)

    def _roll(self, id_: str, roll: forms.RollForm) -> values.Roll:
        path = ("rolls", id_)
        self.from_(roll.source, *path, "source")
        who = roll.who
        return values.Roll(
            id_,
            _text(roll.title),
            values.Who(
                None if who.scale is None else values.Scale(who.scale),
                who.tenant,
                self.maybe(who.least_land, *path, "who", "least_land"),
                self.maybe(who.over_land, *path, "who", "over_land"),
                self.maybe(who.most_land, *path, "who", "most_land"),
                self.maybe(who.below_land, *path, "who", "below_land"),
            ),
            tuple(
                made
                for at, item in enumerate(roll.items)
                if (made := self._item(item, (*path, "items", at))) is not None
            ),
        )

    def _item(self, item: forms.ItemForm, path: Path_) -> values.Item | None:
        measure = self._measure(item, path)
        benchmark = self._benchmark(item.benchmark, (*path, "benchmark"))
        if measure is None or benchmark is None:
            return None
        given, bounds = item.model_fields_set, self.file.bounds
        floor = item.floor if "floor" in given else bounds.floor
        ceiling = item.ceiling if "ceiling" in given else bounds.ceiling
        return values.Item(
            measure,
            self.number(item.weight, *path, "weight"),
            benchmark,
            self.from_(item.source, *path, "source"),
            item.inverse,
            self.maybe(floor, *path, "floor"),
            self.maybe(ceiling, *path, "ceiling"),
            self._treatment(item.missing, *path, "missing"),
            self._treatment(item.zero, *path, "zero"),
            self._treatment(item.negative, *path, "negative"),
            _maybe(item.note),
        )

    def _treatment(
        self, given: forms.ActName | forms.PointsForm, *path: str | int
    ) -> values.Treatment:
        if isinstance(given, forms.PointsForm):
            points = self.number(given.points, *path, "points")
            return values.Treatment(values.Act.POINTS, points)
        return values.Treatment(values.Act(given))

    def _benchmark(
        self, form: forms.BenchmarkForm, path: Path_
    ) -> values.Benchmark | None:
        if len(form.model_fields_set) != 1:
            self.fault(
                path,
                "permu_benchmark",
                "基准值须且只须写一种",
                "a benchmark is exactly one of fixed, mean, range, efficacy",
                "keep one of them",
            )
            return None
        if form.mean is not None:
            return values.Mean(self.number(form.mean.times, *path, "mean", "times"))
        if form.range is not None:
            low = self.number(form.range.low, *path, "range", "low")
            high = self.number(form.range.high, *path, "range", "high")
            return values.Range(low, high)
        if form.efficacy is not None:
            told = form.efficacy
            below = (*path, "efficacy")
            return values.Efficacy(
                self.number(told.bad, *below, "bad"),
                self.number(told.good, *below, "good"),
                self.number(told.base, *below, "base"),
                self.number(told.span, *below, "span"),
            )
        if isinstance(form.fixed, forms.FixedForm):
            return values.Fixed(
                self.maybe(form.fixed.value, *path, "fixed", "value"),
                tuple(
                    (name, self.number(given, *path, "fixed", "by", name))
                    for name, given in form.fixed.by.items()
                ),
            )
        return values.Fixed(self.maybe(form.fixed, *path, "fixed"))

    def _measure(self, item: forms.ItemForm, path: Path_) -> values.Measure | None:
        indicator = self.catalogue.get(item.measure)
        parts = None if indicator is None else indicator.components
        if indicator is None or (parts is None and not item.reported):
            self.fault(
                (*path, "measure"),
                "permu_measure",
                f"指标目录里没有可计算的 {item.measure}",
                f"the catalogue has no ratio {item.measure}",
                "use the code of a ratio in reference/indicators.csv",
            )
            return None
        of, per = (item.measure, None) if item.reported or parts is None else parts
        shown, above = self._unit(item.unit, path), self.catalogue[of].unit
        below = None if per is None else self.catalogue[per].unit
        if shown is None or above is None:
            return None
        if not _fits(shown, above, below):
            parts_zh = str(above) if below is None else f"{above}/{below}"
            self.fault(
                (*path, "unit"),
                "permu_unit",
                f"{indicator.name.zh} 不能以 {item.unit} 计",
                f"{indicator.name.en} is not measured in {item.unit}",
                f"use {parts_zh} or a unit of its kind",
            )
            return None
        return values.Measure(
            item.measure,
            indicator.name,
            of,
            per,
            shown,
            _factor(above, below, shown),
            self.maybe(item.least, *path, "least"),
            self.maybe(item.most, *path, "most"),
        )

    def _unit(self, name: str, path: Path_) -> Unit | None:
        try:
            return unit(name)
        except UnitError as error:
            told = error.faults[0]
            self.fault((*path, "unit"), told.code, told.zh, told.en, told.remedy)
            return None


def _fits(shown: Unit, above: Unit, below: Unit | None) -> bool:
    """Say whether a unit is one of the quotient: 万元/亩 of money over land."""
    if below is None or above.dimension is below.dimension:
        return shown.dimension is Dimension.RATIO
    parts = [unit(part).dimension for part in shown.name.split("/")]
    return parts == [above.dimension, below.dimension]


def _factor(above: Unit, below: Unit | None, shown: Unit) -> Fraction:
    """Return what turns a quotient of amounts in ``UNITS`` into the unit shown.

    A unit of a quotient is named by its parts, 万元/亩; a share has no parts.
    """
    if below is None or above.dimension is below.dimension:
        return unit("1").factor / shown.factor
    one, per = (unit(part) for part in shown.name.split("/"))
    tops, bottoms = values.UNITS[above.dimension], values.UNITS[below.dimension]
    return (tops[0].factor / one.factor) / (bottoms[0].factor / per.factor)


def _text(words: Words) -> Text:
    return Text(words.zh, words.en)


def _maybe(words: Words | None) -> Text | None:
    return None if words is None else _text(words)
