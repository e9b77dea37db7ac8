"""The YAML forms of the rule vocabulary: terms, operands, conditions of use.

Each form is a small model with its own key, so that a mistyped key is named
with its line and never half understood.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Tag

from zhence.rules import terms


class Form(BaseModel):
    """A YAML mapping in which every key is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class OperandForm(Form):
    """A threshold that is more than one parameter."""

    by_category: str | None = None
    measure: str | None = None
    times: str | None = None

    def build(self) -> terms.Operand:
        """Return the operand."""
        return terms.Operand(None, self.by_category, self.measure, self.times)


_OPERATORS = {
    "at_least": terms.Operator.AT_LEAST,
    "more_than": terms.Operator.MORE_THAN,
    "at_most": terms.Operator.AT_MOST,
    "less_than": terms.Operator.LESS_THAN,
    "exactly": terms.Operator.EXACTLY,
}


class _Against(Form):
    at_least: str | OperandForm | None = None
    more_than: str | OperandForm | None = None
    at_most: str | OperandForm | None = None
    less_than: str | OperandForm | None = None
    exactly: str | OperandForm | None = None

    def limit(self) -> tuple[terms.Operator, terms.Operand]:
        """Return the one operator that is given, with its threshold."""
        given = [
            (operator, held)
            for name, operator in _OPERATORS.items()
            if (held := getattr(self, name)) is not None
        ]
        if len(given) != 1:
            msg = "give exactly one of " + ", ".join(_OPERATORS)
            raise ValueError(msg)
        operator, held = given[0]
        if isinstance(held, str):
            return operator, terms.Operand(parameter=held)
        return operator, held.build()


class CompareForm(_Against):
    """A measure against a threshold."""

    compare: str

    def build(self) -> terms.Term:
        """Return the term."""
        operator, against = self.limit()
        return terms.Compare(self.compare, operator, against)


class ShareForm(_Against):
    """A part of a whole against a share."""

    share: str
    of: str
    or_reported: str | None = None

    def build(self) -> terms.Term:
        """Return the term."""
        operator, against = self.limit()
        if against.parameter is None:
            msg = "a share is compared with one parameter"
            raise ValueError(msg)
        return terms.Share(self.share, self.of, operator, against, self.or_reported)


class AboutForm(Form):
    """A figure given only about ("左右"): a cap or a goal with its tolerance."""

    about: str
    cap: str | None = None
    goal: str | None = None
    tolerance: str

    def build(self) -> terms.Term:
        """Return the term."""
        named = self.cap or self.goal
        if named is None or (self.cap and self.goal):
            msg = "give either cap or goal"
            raise ValueError(msg)
        return terms.About(
            self.about,
            terms.Operand(parameter=named),
            self.tolerance,
            cap=self.cap is not None,
        )


class ChecklistForm(Form):
    """How many items of a checklist must be done."""

    checklist: str
    need: str

    def build(self) -> terms.Term:
        """Return the term."""
        return terms.Checklist(self.checklist, self.need)


class MandateForm(Form):
    """A checklist with an item for each of the member's lead industries."""

    mandate: str

    def build(self) -> terms.Term:
        """Return the term."""
        return terms.MandateCovers(self.mandate)


class CategorisedForm(Form):
    """The category is in the vocabulary that a parameter lists."""

    category_in: str

    def build(self) -> terms.Term:
        """Return the term."""
        return terms.Categorised(self.category_in)


class BelongsForm(Form):
    """The lead industry is in the category's definition."""

    industry_of: str
    listed_in: str

    def build(self) -> terms.Term:
        """Return the term."""
        return terms.IndustryBelongs(self.industry_of, self.listed_in)


class ChosenForm(Form):
    """A recorded word is one of a parameter's list."""

    chosen: str
    one_of: str

    def build(self) -> terms.Term:
        """Return the term."""
        return terms.ChosenFrom(self.chosen, self.one_of)


class RecordedForm(Form):
    """An event or decision is on record."""

    recorded: dict[Literal["events", "decisions"], list[str]]
    verified: bool = False
    exempts: bool = False

    def build(self) -> terms.Term:
        """Return the term."""
        return terms.OnRecord(
            tuple(self.recorded.get("events", ())),
            tuple(self.recorded.get("decisions", ())),
            self.verified,
            self.exempts,
        )


class AllForm(Form):
    """Every member holds."""

    all: list[TermForm]

    def build(self) -> terms.Term:
        """Return the term."""
        return terms.All(tuple(m.build() for m in self.all))


class AnyForm(Form):
    """At least one member holds."""

    any: list[TermForm]

    def build(self) -> terms.Term:
        """Return the term."""
        return terms.AnyOf(tuple(m.build() for m in self.any))


class NotForm(Form):
    """The member does not hold."""

    not_: TermForm
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        alias_generator=lambda name: name.rstrip("_"),
    )

    def build(self) -> terms.Term:
        """Return the term."""
        return terms.Not(self.not_.build())


_KEYS = (
    "compare",
    "share",
    "about",
    "checklist",
    "mandate",
    "category_in",
    "industry_of",
    "chosen",
    "recorded",
    "all",
    "any",
    "not",
)


def _form_key(value: object) -> str | None:
    if isinstance(value, dict):
        return next((key for key in _KEYS if key in value), None)
    return None


TermForm = Annotated[
    Annotated[CompareForm, Tag("compare")]
    | Annotated[ShareForm, Tag("share")]
    | Annotated[AboutForm, Tag("about")]
    | Annotated[ChecklistForm, Tag("checklist")]
    | Annotated[MandateForm, Tag("mandate")]
    | Annotated[CategorisedForm, Tag("category_in")]
    | Annotated[BelongsForm, Tag("industry_of")]
    | Annotated[ChosenForm, Tag("chosen")]
    | Annotated[RecordedForm, Tag("recorded")]
    | Annotated[AllForm, Tag("all")]
    | Annotated[AnyForm, Tag("any")]
    | Annotated[NotForm, Tag("not")],
    Discriminator(
        _form_key,
        custom_error_type="term_unknown",
        custom_error_message="a term has one of the keys " + ", ".join(_KEYS),
    ),
]


class AppliesForm(Form):
    """When a criterion applies; every key given must hold."""

    categories: str | None = None
    not_categories: str | None = None
    states: list[str] = []
    year_of_stay: Literal["first", "later"] | None = None
    re_entry: bool = False
    parameter: str | None = None
    equals: str | None = None
    or_categories: str | None = None
    told: list[str] = []
    not_told: list[str] = []

    def build(self) -> terms.Applies:
        """Return the condition."""
        return terms.Applies(
            categories=self.categories,
            not_categories=self.not_categories,
            states=tuple(self.states),
            year_of_stay=self.year_of_stay,
            re_entry=self.re_entry,
            parameter=self.parameter,
            equals=self.equals,
            or_categories=self.or_categories,
            told=tuple(self.told),
            not_told=tuple(self.not_told),
        )


for _form in (AllForm, AnyForm, NotForm):
    _form.model_rebuild()
