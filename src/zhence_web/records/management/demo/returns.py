"""Made-up quarterly returns: accepted ones in bulk, the newest by the real actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhence.errors import BadInputError
from zhence.periods import Span, quarter
from zhence.reporting.approval import State
from zhence.reporting.cells import Cell as CellValue
from zhence.reporting.forms import ReturnForm
from zhence.reporting.returns import Typed, read_cells
from zhence_web.packbook.forms import due, return_forms
from zhence_web.records.accounts.models import Org
from zhence_web.records.accounts.roles import Role, Tier
from zhence_web.records.accounts.tree import chain_of, parents_on
from zhence_web.records.management.demo.cast import Cast
from zhence_web.records.management.demo.figures import Profile, quarter_figures
from zhence_web.records.management.demo.stage import Stage, moment
from zhence_web.records.registry.models import Label, Site
from zhence_web.records.reporting.facts import cell_columns
from zhence_web.records.reporting.models import (
    Act,
    Cell,
    Observation,
    Return,
    Revision,
)

FORM = "town-quarter"
_SETTLED = 23
"""Days after which the last level has acted on a quarter."""
_WHY = "季末数据尚在核实（模拟数据）"
_STEPS = (
    (Role.REPORTER, "submit", State.DRAFT, State.SUBMITTED, 12),
    (Role.COUNTY_VERIFIER, "verify", State.SUBMITTED, State.VERIFIED, 15),
    (Role.CITY_OFFICE, "accept_as_city", State.VERIFIED, State.CITY_ACCEPTED, 18),
    (
        Role.PROVINCIAL_OFFICE,
        "accept_as_province",
        State.CITY_ACCEPTED,
        State.PROVINCE_ACCEPTED,
        22,
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A town that is asked, what its figures are made of, and since which year."""

    site: Site
    profile: Profile
    since: int


def quarters_before(today: date, first_year: int) -> list[Span]:
    """Return the quarters that ended long enough ago for all levels to have acted."""
    spans = [
        quarter(year, n)
        for year in range(first_year, today.year + 1)
        for n in (1, 2, 3, 4)
    ]
    return [s for s in spans if s.last + timedelta(days=_SETTLED) < today]


def quarterly_form() -> ReturnForm:
    """Return the quarterly form of towns, in the edition of this installation."""
    return next(f for f in return_forms().forms if f.code == FORM)


def typed_in(asked: Asked, span: Span) -> dict[str, Typed]:
    """Return what a town types into its return; a missing figure says why."""
    nth = (span.last.month - 1) // 3 + 1
    figures = quarter_figures(asked.profile, span.start.year, nth)
    return {
        item: Typed("", applies=False)
        if text == "n/a"
        else Typed(text, explanation="" if text else _WHY)
        for item, text in figures.items()
    }


def load_accepted(stage: Stage, cast: Cast, asked: Sequence[Asked]) -> int:
    """Load the returns of all quarters but the newest, accepted by every level."""
    form = quarterly_form()
    first = min(one.since for one in asked)
    spans = quarters_before(stage.today, first)[:-1]
    offices = _offices(stage)
    made = [
        _Accepted(form, one, span, offices[one.site.org_id], cast)
        for one in asked
        for span in spans
        if span.start.year >= one.since
    ]
    Return.objects.bulk_create(one.row for one in made)
    Revision.objects.bulk_create(one.revision for one in made)
    cells = [cell for one in made for cell in one.cells]
    Cell.objects.bulk_create(cells, batch_size=500)
    # A revision is sealed once its cells are in: after that the database takes none.
    for one in made:
        one.revision.sealed_at = one.sealed_at
    Revision.objects.bulk_update((one.revision for one in made), ["sealed_at"], 200)
    Act.objects.bulk_create((a for one in made for a in one.acts), batch_size=500)
    figures = [figure for one in made for figure in one.figures]
    Observation.objects.bulk_create(figures, batch_size=500)
    stage.loaded(
        "往期季报（模拟数据）",
        {"报表": len(made), "单元格": len(cells), "指标": len(figures)},
    )
    return len(made)


def _offices(stage: Stage) -> dict[int, dict[Role, int]]:
    """Return which office acts for each site at each level."""
    parents = parents_on(stage.today)
    tiers = dict(Org.objects.values_list("pk", "tier"))
    found: dict[int, dict[Role, int]] = {}
    for org in Site.objects.values_list("org_id", flat=True):
        by_tier = {tiers[o]: o for o in reversed(chain_of(org, parents))}
        province = by_tier[Tier.PROVINCE]
        city = by_tier.get(Tier.CITY, province)
        found[org] = {
            Role.REPORTER: org,
            Role.COUNTY_VERIFIER: by_tier.get(Tier.COUNTY, city),
            Role.CITY_OFFICE: city,
            Role.PROVINCIAL_OFFICE: province,
        }
    return found


class _Accepted:
    """The rows of one accepted return."""

    def __init__(
        self,
        form: ReturnForm,
        asked: Asked,
        span: Span,
        offices: Mapping[Role, int],
        cast: Cast,
    ) -> None:
        self.row = Return(
            site=asked.site,
            form=form.code,
            edition=form.edition,
            period=str(span),
            starts=span.start,
            ends=span.end,
            due_on=due(form, span).on,
            state=State.PROVINCE_ACCEPTED,
            version=2 + len(_STEPS),
            holder_id=offices[Role.PROVINCIAL_OFFICE],
            label=Label.SYNTHETIC,
            opened_at=moment(span.end),
        )
        self.revision = Revision(
            of=self.row,
            number=1,
            reason="first",
            made_by=cast.people[Role.CITY_OFFICE],
            made_at=moment(span.end),
        )
        self.sealed_at = moment(span.end + timedelta(days=_STEPS[0][-1]))
        values, faults = read_cells(form, typed_in(asked, span))
        if faults:
            raise BadInputError(faults)
        self.cells = [
            Cell(revision=self.revision, **cell_columns(value))
            for value in values.values()
        ]
        self.acts = [
            Act(
                revision=self.revision,
                verb=verb,
                before=before,
                after=after,
                by=cast.people[role],
                office_id=offices[role],
                at=moment(span.end + timedelta(days=days)),
            )
            for role, verb, before, after, days in _STEPS
        ]
        known = moment(span.end + timedelta(days=_STEPS[-1][-1]))
        rows = zip(self.cells, values.values(), strict=True)
        self.figures = list(self._told(form, span, rows, known))

    def _told(
        self,
        form: ReturnForm,
        span: Span,
        rows: Iterator[tuple[Cell, CellValue]],
        known: datetime,
    ) -> Iterator[Observation]:
        """Yield the figures that the last level made known."""
        for cell, value in rows:
            item = form.find(value.item)
            if item is None or value.given == "missing":
                continue
            days = item.spoken_for(span)
            yield Observation(
                site=self.row.site,
                indicator=item.code,
                starts=days.start,
                ends=days.end,
                applies=value.given == "value",
                low=cell.low,
                high=cell.high,
                recorded_at=known,
                reason=Observation.Reason.FIRST,
                cell=cell,
                source=f"{form.title.zh} {span} 第1稿",
                label=Label.SYNTHETIC,
            )
