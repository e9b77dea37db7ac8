"""``reference/checks/*.yaml`` → the numbered checks; faults with file:line."""

from __future__ import annotations

import string
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError

from zhence.errors import BadPackError, Fault, Where, ZhenceError
from zhence.evidence import Text
from zhence.facts.catalogue import Kind
from zhence.packs.model_faults import model_faults
from zhence.packs.schema import Words
from zhence.packs.source import Path_, SourceFile, read_yaml
from zhence.packs.words import Form
from zhence.reporting.checks import law
from zhence.reporting.forms import Forms
from zhence.units import exact_number


def _is_positive(text: str) -> str:
    number = exact_number(text)
    if number is None or number <= 0:
        msg = f"{text!r} is no number above nought; write it like '0.5'"
        raise ValueError(msg)
    return text


Share = Annotated[str, AfterValidator(_is_positive)]
Codes = Annotated[list[str], Field(min_length=1)]


class OwnForm(Form):
    """What the form itself demands, by the codes of its faults."""

    kind: Literal["own"]
    faults: Codes

    def build(self) -> law.Test:
        """Return the test."""
        return law.Own(frozenset(self.faults))


class AtMostForm(Form):
    """Some items together are at most a share of another."""

    kind: Literal["at_most"]
    items: Codes
    than: str
    share: Share = "1"

    def build(self) -> law.Test:
        """Return the test."""
        return law.AtMost(tuple(self.items), self.than, Fraction(self.share))


class NeedsForm(Form):
    """Where one item is more than zero another is not zero."""

    kind: Literal["needs"]
    item: str
    needs: str

    def build(self) -> law.Test:
        """Return the test."""
        return law.Needs(self.item, self.needs)


class NeverFallsForm(Form):
    """Running totals do not fall."""

    kind: Literal["never_falls"]

    def build(self) -> law.Test:
        """Return the test."""
        return law.NeverFalls()


class CarriesOverForm(Form):
    """Last period's stock, what came and what went make this period's."""

    kind: Literal["carries_over"]
    item: str
    plus: list[str] = Field(default_factory=list)
    minus: list[str] = Field(default_factory=list)

    def build(self) -> law.Test:
        """Return the test."""
        return law.CarriesOver(self.item, tuple(self.plus), tuple(self.minus))


class MovedForm(Form):
    """No figure moves by more than a share; some items have one of their own."""

    kind: Literal["moved"]
    against: Literal["last_period", "last_year"]
    share: Share
    own: dict[str, Share] = Field(default_factory=dict)

    def build(self) -> law.Test:
        """Return the test."""
        own = {code: Fraction(share) for code, share in self.own.items()}
        return law.Moved(law.Against(self.against), Fraction(self.share), own)


class PowerOfTenForm(Form):
    """No figure is a power of ten away from its usual size."""

    kind: Literal["power_of_ten"]
    against: Literal["history", "type"]
    powers: Annotated[list[Annotated[int, Field(ge=1, le=12)]], Field(min_length=1)]
    spread: Share

    def build(self) -> law.Test:
        """Return the test."""
        against = law.Against(self.against)
        return law.PowerOfTen(against, tuple(self.powers), Fraction(self.spread))


class SameAsLastForm(Form):
    """No figure of some length is the last one once more."""

    kind: Literal["same_as_last"]
    digits: int = Field(ge=1, le=15)
    kinds: Annotated[
        list[Literal["flow", "year_to_date", "cumulative", "stock"]],
        Field(min_length=1),
    ]

    def build(self) -> law.Test:
        """Return the test."""
        return law.SameAsLast(self.digits, frozenset(map(Kind, self.kinds)))


class OutsideTypeForm(Form):
    """One item per another lies where nearly all sites of the type do."""

    kind: Literal["outside_type"]
    item: str
    per: str

    def build(self) -> law.Test:
        """Return the test."""
        return law.OutsideType(self.item, self.per)


class ElsewhereForm(Form):
    """No figure is far from what another statistics says of the same site."""

    kind: Literal["elsewhere"]
    share: Share

    def build(self) -> law.Test:
        """Return the test."""
        return law.Elsewhere(Fraction(self.share))


TestForm = Annotated[
    OwnForm
    | AtMostForm
    | NeedsForm
    | NeverFallsForm
    | CarriesOverForm
    | MovedForm
    | PowerOfTenForm
    | SameAsLastForm
    | OutsideTypeForm
    | ElsewhereForm,
    Field(discriminator="kind"),
]


class CheckForm(Form):
    """One numbered check."""

    code: str = Field(pattern=r"^[HS][1-9][0-9]{2}$")
    title: Words
    says: Words
    remedy: Words
    test: TestForm
    forms: list[str] = Field(default_factory=list)
    yields_to: list[str] = Field(default_factory=list)


class ChecksFile(Form):
    """A file of checks; one file says how long a reason is at least."""

    shortest_reason: int | None = Field(default=None, ge=1, le=100)
    checks: list[CheckForm] = Field(min_length=1)


def read_return_checks(folder: Path, forms: Forms) -> law.Checks:
    """Read every file of *folder*; H is a hard check, S a soft one.

    Raises:
        BadPackError: every fault of every file, with its line: a number that is
            there twice, an item or form that nobody asks for, a word in braces
            that nothing fills.
    """
    checks: list[law.Check] = []
    faults: list[Fault] = []
    read: list[tuple[ChecksFile, SourceFile]] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            read.append(_file(path))
        except ZhenceError as error:
            faults += error.faults
    numbers = [check.code for file, _ in read for check in file.checks]
    for file, source in read:
        faults += _faults(file, source, forms, numbers)
        checks += [_built(check) for check in file.checks]
    if faults:
        raise BadPackError(faults)
    reasons = [f.shortest_reason for f, _ in read if f.shortest_reason is not None]
    return law.Checks(tuple(checks), max(reasons, default=1))


def _file(path: Path) -> tuple[ChecksFile, SourceFile]:
    source = read_yaml(path)
    try:
        return ChecksFile.model_validate(source.data), source
    except ValidationError as error:
        raise BadPackError(model_faults(error, source)) from None


def _faults(
    file: ChecksFile, source: SourceFile, forms: Forms, numbers: list[str]
) -> Iterator[Fault]:
    items = {item.code for form in forms.forms for item in form.items}
    known = {form.code for form in forms.forms}
    for n, check in enumerate(file.checks):
        place: Path_ = ("checks", n)
        if numbers.count(check.code) > 1:
            yield Fault(
                "check_twice",
                f"编号 {check.code} 出现了两次",
                f"the number {check.code} is there twice",
                source.where((*place, "code")),
                "give one of them another number",
            )
        for code in _items_of(check):
            if code not in items:
                yield _nobody_asks(code, source.where((*place, "test")))
        for code in check.forms:
            if code not in known:
                yield _nobody_asks(code, source.where((*place, "forms")))
        for code in check.yields_to:
            if code not in numbers:
                yield _nobody_asks(code, source.where((*place, "yields_to")))
        yield from _words(check, source, place)


def _items_of(check: CheckForm) -> list[str]:
    match check.test:
        case AtMostForm() as test:
            return [*test.items, test.than]
        case NeedsForm() as test:
            return [test.item, test.needs]
        case CarriesOverForm() as test:
            return [test.item, *test.plus, *test.minus]
        case OutsideTypeForm() as test:
            return [test.item, test.per]
        case MovedForm() as test:
            return [*test.own]
        case _:
            return []


def _nobody_asks(code: str, where: Where) -> Fault:
    return Fault(
        "check_dangling",
        f"没有这个表、项目或编号：{code}",
        f"there is no form, item or number {code}",
        where,
        "name one that is there, or leave the check out",
    )


def _words(check: CheckForm, source: SourceFile, place: Path_) -> Iterator[Fault]:
    for tongue, text in (("zh", check.says.zh), ("en", check.says.en)):
        where = source.where((*place, "says", tongue))
        try:
            named = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        except ValueError:
            named = {text}
        for name in sorted(named - law.FIELDS):
            yield Fault(
                "words_field",
                f"花括号里写的“{name}”没有可填的内容",
                f"nothing fills {name!r} in braces",
                where,
                "use one of " + " ".join(sorted(law.FIELDS)),
            )


def _built(check: CheckForm) -> law.Check:
    hard = check.code.startswith("H")
    return law.Check(
        check.code,
        law.Force.HARD if hard else law.Force.SOFT,
        _text(check.title),
        _text(check.says),
        _text(check.remedy),
        check.test.build(),
        frozenset(check.forms),
        frozenset(check.yields_to),
    )


def _text(words: Words) -> Text:
    return Text(words.zh, words.en)
