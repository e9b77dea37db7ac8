"""``reference/forms/*.yaml`` → the forms that sites fill; faults with file:line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from zhence.errors import BadPackError, Fault, UnitError, ZhenceError
from zhence.evidence import Label, Text
from zhence.facts.catalogue import Catalogue, Indicator, Kind
from zhence.packs.model_faults import model_faults
from zhence.packs.schema import DayText, LabelName, Words
from zhence.packs.source import Path_, SourceFile, read_yaml
from zhence.packs.words import Form
from zhence.periods import Span
from zhence.reporting.approval import Chain, Level
from zhence.reporting.forms import (
    DayCount,
    Forms,
    Item,
    PeriodKind,
    ReturnForm,
    Section,
)
from zhence.units import unit

_ONE_DAY = timedelta(days=1)
# What a form may declare a figure of each kind of indicator to be.
_DECLARED = {
    Kind.FLOW: (Kind.FLOW, Kind.YEAR_TO_DATE),
    Kind.CUMULATIVE: (Kind.CUMULATIVE,),
    Kind.STOCK: (Kind.STOCK,),
    Kind.RATIO: (Kind.STOCK, Kind.FLOW),
}


class ItemForm(Form):
    """One figure that is asked for."""

    indicator: str
    kind: Literal["flow", "year_to_date", "cumulative", "stock"]
    unit: str
    required: bool = True
    part_of: str | None = None
    note: Words | None = None


class SectionForm(Form):
    """Items under one heading."""

    title: Words
    items: list[ItemForm] = Field(min_length=1)


class FormFile(Form):
    """One form in one edition."""

    code: str = Field(pattern=r"^[a-z0-9-]{3,48}$")
    edition: str = Field(pattern=r"^[A-Za-z0-9.-]{1,16}$")
    label: LabelName
    title: Words
    number: Words
    issuer: Words
    valid_from: DayText
    valid_to: DayText
    period: Literal["quarter", "year"]
    chain: list[Literal["county", "city", "province"]]
    sites: list[Literal["town", "park"]] = Field(min_length=1)
    due_days: int = Field(ge=1, le=366)
    due_in: Literal["calendar", "working"] = "calendar"
    locks_after: int | None = Field(default=None, ge=0, le=250)
    sections: list[SectionForm] = Field(min_length=1)


def read_return_forms(folder: Path, catalogue: Catalogue) -> Forms:
    """Read every form of *folder*, in the order of the file names.

    Raises:
        BadPackError: every fault of every file, with its line; also an edition that
            is there twice.
    """
    forms: list[ReturnForm] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name.endswith(".source.yaml"):
            continue
        try:
            form, source = _read(path, catalogue)
        except ZhenceError as error:
            faults += error.faults
            continue
        if any((f.code, f.edition) == (form.code, form.edition) for f in forms):
            faults.append(_twice(form, source))
        forms.append(form)
    if faults:
        raise BadPackError(faults)
    return Forms(tuple(forms))


def _read(path: Path, catalogue: Catalogue) -> tuple[ReturnForm, SourceFile]:
    source = read_yaml(path)
    try:
        file = FormFile.model_validate(source.data)
    except ValidationError as error:
        raise BadPackError(model_faults(error, source)) from None
    faults = [*_head_faults(file, source), *_item_faults(file, source, catalogue)]
    if faults:
        raise BadPackError(faults)
    return _built(file, catalogue), source


def _head_faults(file: FormFile, source: SourceFile) -> Iterator[Fault]:
    if date.fromisoformat(file.valid_to) < date.fromisoformat(file.valid_from):
        yield Fault(
            "period_backward",
            f"有效期倒置：{file.valid_from} 到 {file.valid_to}",
            f"it cannot be valid from {file.valid_from} to {file.valid_to}",
            source.where(("valid_to",)),
            "give the earlier day first",
        )
    try:
        Chain(tuple(Level(name) for name in file.chain))
    except ValueError:
        yield Fault(
            "chain_wrong",
            "审核层级须从县级起，不能跳级",
            "the chain begins with the county and leaves no level out",
            source.where(("chain",)),
            "write [county, city] or [county, city, province]",
        )


def _item_faults(
    file: FormFile, source: SourceFile, catalogue: Catalogue
) -> Iterator[Fault]:
    held = [
        (("sections", s, "items", n), item)
        for s, section in enumerate(file.sections)
        for n, item in enumerate(section.items)
    ]
    codes = [item.indicator for _, item in held]
    for place, item in held:
        path: Path_ = place
        where = source.where((*path, "indicator"))
        if codes.count(item.indicator) > 1:
            yield Fault(
                "item_twice",
                f"这一项出现了两次：{item.indicator}",
                f"the form asks for {item.indicator} twice",
                where,
                "keep one of them",
            )
        if item.part_of is not None and item.part_of not in codes:
            yield Fault(
                "item_unknown",
                f"表中没有 {item.part_of} 这一项",
                f"the form has no item {item.part_of}",
                source.where((*path, "part_of")),
                "name an item of this form",
            )
        found = catalogue.get(item.indicator)
        if found is None:
            yield catalogue.unknown(item.indicator, where)
        else:
            yield from _fit(item, found, source, path)


def _fit(
    item: ItemForm, indicator: Indicator, source: SourceFile, path: Path_
) -> Iterator[Fault]:
    """Yield what keeps an indicator from being asked for in this way."""
    declared = _DECLARED.get(indicator.kind, ())
    if Kind(item.kind) not in declared:
        can = " ".join(k.value for k in declared) or "—"
        yield Fault(
            "kind_does_not_fit",
            f"{indicator.code} 是 {indicator.kind.value}，不能按 {item.kind} 填报",
            f"{indicator.code} is {indicator.kind.value}, it cannot be {item.kind}",
            source.where((*path, "kind")),
            f"write one of: {can}",
        )
    where = source.where((*path, "unit"))
    try:
        measure = unit(item.unit)
    except UnitError as error:
        fault = error.faults[0]
        yield Fault(fault.code, fault.zh, fault.en, where, fault.remedy)
        return
    if indicator.unit is None or measure.dimension is not indicator.unit.dimension:
        yield Fault(
            "unit_mismatch",
            f"单位“{measure}”量不了 {indicator.code}",
            f"{measure} does not measure {indicator.code}",
            where,
            f"write a unit such as {indicator.unit or '—'}",
        )


def _built(file: FormFile, catalogue: Catalogue) -> ReturnForm:
    last = date.fromisoformat(file.valid_to)
    return ReturnForm(
        code=file.code,
        edition=file.edition,
        title=_text(file.title),
        number=_text(file.number),
        issuer=_text(file.issuer),
        valid=Span(date.fromisoformat(file.valid_from), last + _ONE_DAY),
        period=PeriodKind(file.period),
        chain=Chain(tuple(Level(name) for name in file.chain)),
        sites=tuple(file.sites),
        days=file.due_days,
        label=Label(file.label),
        sections=tuple(
            Section(
                _text(section.title),
                tuple(_item(item, catalogue[item.indicator]) for item in section.items),
            )
            for section in file.sections
        ),
        counts=DayCount(file.due_in),
        locks_after=file.locks_after,
    )


def _item(item: ItemForm, indicator: Indicator) -> Item:
    return Item(
        indicator,
        Kind(item.kind),
        unit(item.unit),
        item.required,
        item.part_of,
        _text(item.note) if item.note else Text("", ""),
    )


def _text(words: Words) -> Text:
    return Text(words.zh, words.en)


def _twice(form: ReturnForm, source: SourceFile) -> Fault:
    return Fault(
        "form_twice",
        f"{form.code} 的 {form.edition} 版出现了两次",
        f"edition {form.edition} of {form.code} is there twice",
        source.where(("edition",)),
        "give the new one an edition of its own",
    )
