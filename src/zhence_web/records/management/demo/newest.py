"""The newest quarter: filled, submitted, approved and sent back by the real actions.

Every desk and inbox has something on it, and the audit chain says who did what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from zhence.periods import Span
from zhence.reporting.returns import Typed, read_cells
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import Org
from zhence_web.records.accounts.roles import Role, Tier
from zhence_web.records.accounts.tree import chain_of, parents_on
from zhence_web.records.management.demo.cast import Cast
from zhence_web.records.management.demo.returns import (
    Asked,
    quarterly_form,
    quarters_before,
    typed_in,
)
from zhence_web.records.management.demo.stage import Stage, between, moment
from zhence_web.records.registry.models import Label
from zhence_web.records.reporting.actions import (
    accept_as_city,
    accept_as_province,
    open_return,
    save_cells,
    send_back,
    submit,
    verify,
)
from zhence_web.records.reporting.examining import examined
from zhence_web.records.reporting.models import Return

_DESTINATIONS = (
    "draft", "half", "submitted", "submitted", "verified", "verified",
    "city", "city", "province", "returned", "returned",
)  # fmt: skip
_WHY_BACK = {
    "tax_revenue": "与税务口径不符，请核对入库数（模拟数据）",
    "lead_investment": "超出上季度较多，请说明项目（模拟数据）",
    "staff": "与企业用工备案差异较大（模拟数据）",
}
_WHY_ODD = "新项目集中投产，已与项目台账核对（模拟数据）"


class _Deed(Protocol):
    """A step of the chain, as the actions of reporting do it."""

    def __call__(
        self, *, return_id: int, version: int, by: Hand, at: datetime
    ) -> object:
        """Do it."""
        ...


def load_newest(stage: Stage, cast: Cast, asked: Sequence[Asked]) -> None:
    """Open the newest quarter for every town and take each as far as it is.

    Deeds are done in the order of their days, whichever town they are about.
    """
    span = quarters_before(stage.today, stage.today.year - 1)[-1]
    tiers = dict(Org.objects.values_list("pk", "tier"))
    parents = parents_on(stage.today)
    journeys = []
    for one in asked:
        above = {tiers[o]: o for o in reversed(chain_of(one.site.org_id, parents))}
        found = {role: cast.hands.get((role, above.get(tier, 0))) for role, tier in _AT}
        hands = {role: hand for role, hand in found.items() if hand is not None}
        journeys.append(_Journey(one, span, hands))
    deeds = [deed for journey in journeys for deed in journey.deeds()]
    for days, deed in sorted(deeds, key=lambda told: told[0]):
        deed(moment(span.end + timedelta(days=days)))
    states = Return.objects.filter(period=str(span)).values_list("state", flat=True)
    reached = {str(state): n for state, n in sorted(Counter(states).items())}
    stage.loaded(f"{span} 季报（模拟数据）", reached, settled(stage))


def settled(stage: Stage) -> datetime:
    """Return the moment after which nobody did anything more to the newest quarter."""
    span = quarters_before(stage.today, stage.today.year - 1)[-1]
    return moment(span.end + timedelta(days=_UP[-1][-1]), 18)


_AT = (
    (Role.REPORTER, Tier.SITE),
    (Role.COUNTY_VERIFIER, Tier.COUNTY),
    (Role.CITY_OFFICE, Tier.CITY),
    (Role.PROVINCIAL_OFFICE, Tier.PROVINCE),
)
_UP = (
    ("submitted", Role.REPORTER, submit, 12),
    ("verified", Role.COUNTY_VERIFIER, verify, 15),
    ("city", Role.CITY_OFFICE, accept_as_city, 18),
    ("province", Role.PROVINCIAL_OFFICE, accept_as_province, 21),
)


class _Journey:
    """One return on its way, by the hands of those whose turn it is."""

    def __init__(self, asked: Asked, span: Span, hands: Mapping[Role, Hand]) -> None:
        self._asked, self._span, self._hands = asked, span, hands
        number = asked.site.number
        self._wanted = _DESTINATIONS[
            between(0, len(_DESTINATIONS) - 1, "newest", number)
        ]
        self._return = 0

    def deeds(self) -> Iterator[tuple[int, Callable[[datetime], None]]]:
        """Yield what is done with it, and how many days after the quarter.

        It stops where it was to go, or where a level has nobody to act.
        """
        yield 1, self._open
        if self._wanted == "draft":
            return
        yield 9, self._fill
        if self._wanted == "half":
            return
        for name, role, deed, days in _UP:
            if role not in self._hands:
                return
            if self._wanted == "returned" and role is Role.COUNTY_VERIFIER:
                yield days, self._send_back
                return
            yield days, partial(self._move, role, deed)
            if name == self._wanted:
                return

    def _open(self, at: datetime) -> None:
        office = Role.CITY_OFFICE
        if office not in self._hands:
            office = Role.PROVINCIAL_OFFICE
        made = open_return(
            site_id=self._asked.site.pk,
            form=quarterly_form(),
            period=self._span,
            label=Label.SYNTHETIC,
            by=self._hands[office],
            at=at,
        )
        self._return = made or 0

    def _fill(self, at: datetime) -> None:
        cells = typed_in(self._asked, self._span)
        if self._wanted == "half":
            cells = dict(list(cells.items())[: len(cells) // 2])
        else:
            cells = self._explained(cells)
        save_cells(
            return_id=self._return,
            cells=cells,
            version=self._version(),
            by=self._hands[Role.REPORTER],
            at=at,
        )

    def _explained(self, cells: Mapping[str, Typed]) -> dict[str, Typed]:
        """Return what is typed, with a reason where a soft check would ask for one."""
        read, _ = read_cells(quarterly_form(), cells)
        found = examined(Return.objects.get(pk=self._return), read).stopping
        odd = {finding.item for finding in found}
        return {
            item: replace(typed, explanation=_WHY_ODD) if item in odd else typed
            for item, typed in cells.items()
        }

    def _send_back(self, at: datetime) -> None:
        send_back(
            return_id=self._return,
            version=self._version(),
            cells=_WHY_BACK,
            by=self._hands[Role.COUNTY_VERIFIER],
            at=at,
            note="请在三个工作日内补正（模拟数据）",
        )

    def _move(self, role: Role, deed: _Deed, at: datetime) -> None:
        deed(
            return_id=self._return,
            version=self._version(),
            by=self._hands[role],
            at=at,
        )

    def _version(self) -> int:
        rows = Return.objects.values_list("version", flat=True)
        return int(rows.get(pk=self._return))
