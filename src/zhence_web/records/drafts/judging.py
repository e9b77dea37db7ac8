"""The register judged twice: by the policy as it stands, and by the reform."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import islice

import pyarrow as pa
from django.utils.timezone import localdate

from zhence.cases.columns import columns_of
from zhence.engines.plan import Plan
from zhence.engines.reports import pivot_register
from zhence.errors import BadInputError, Fault
from zhence.facts import Facts
from zhence.simulate import Rows, cliffs, simulate, simulation_json
from zhence_web.records.accounts.models import OrgName
from zhence_web.records.accounts.roles import Tier
from zhence_web.records.accounts.tree import chain_of, parents_on
from zhence_web.records.assessment.facts import facts_known
from zhence_web.records.audit.chain import payload_text
from zhence_web.records.drafts.members import members_below
from zhence_web.records.drafts.models import Trial
from zhence_web.records.drafts.reforming import pack_named
from zhence_web.records.drafts.written import tried_pack
from zhence_web.records.registry.models import Membership

WIDTH = Fraction(1, 20)
"""How far a number is moved to find who stands on an edge: a reading of ours."""

Progress = Callable[[int, int], None]
_PIECE = 200
_CUTOFF = (3, 31)
_UNKNOWN_PLACE = "—"


def tried(trial: Trial, tell: Progress) -> tuple[dict[str, object], str]:
    """Return what the reform would change, as JSON, and the hash of what was judged.

    *tell* is given how many rows are done, and how many there are.

    Raises:
        BadInputError: the pack is another one by now, or a figure cannot be judged.
    """
    pack = pack_named(trial.policy)
    if pack.hash != trial.pack_hash:
        raise BadInputError(
            Fault(
                "pack_changed",
                f"政策包 {pack.id} 已不是试算时的版本",
                f"pack {pack.id} is not the one the trial was asked of",
                remedy="重新试算 / ask for it anew",
            )
        )
    today = localdate(trial.known_at)
    members = members_below(trial.policy, trial.org_id, today)
    facts = facts_known(members, pack, today, trial.known_at)
    subjects = {key: facts[key].membership.subject for key in facts}
    rows = pivoting(list(facts.values()), years_of(trial))
    tried = tried_pack(pack, trial)
    new = tried.rulebook
    total = len(facts) * (trial.last_year - trial.first_year + 1)

    groups = _groups(members, facts, today)
    states = tuple(
        dict.fromkeys(
            state
            for held in (pack, tried)
            if held.lifecycle is not None
            for state in held.lifecycle.states
        )
    )
    occasion = pack.assess_occasion
    told = simulate(
        pack.rulebook,
        new,
        rows,
        occasion=occasion,
        states=states,
        groups=groups,
        progress=lambda _, done: tell(done, total),
    )
    near = cliffs(
        new, trial.changes, rows, occasion=occasion, width=WIDTH, states=states
    )
    shown = simulation_json(replace(told, cliffs=near))
    shown["members"] = {subjects[row.pk]: row.pk for row in members}
    shown["of"] = groups
    text = payload_text({"facts": sorted(map(repr, facts.values()))})
    return shown, hashlib.sha256(text.encode()).hexdigest()


def _pieces(told: list[Facts]) -> Iterator[list[Facts]]:
    waiting = iter(told)
    while piece := list(islice(waiting, _PIECE)):
        yield piece


def pivoting(told: list[Facts], days: Mapping[int, date]) -> Rows:
    """Return what pivots facts for a plan, a piece of the register at a time."""
    rests = any(facts.projects for facts in told)
    pieces = [columns_of(piece) for piece in _pieces(told)]

    def rows(plan: Plan) -> Iterator[pa.RecordBatch]:
        for piece in pieces:
            yield pivot_register(plan, piece, days, rests=rests)

    return rows


def years_of(trial: Trial) -> dict[int, date]:
    """Return the years of a trial, each with the day on which it is asked about."""
    month, day = _CUTOFF
    return {
        year: date(year + 1, month, day)
        for year in range(trial.first_year, trial.last_year + 1)
    }


def _groups(
    members: list[Membership], facts: Mapping[int, Facts], on: date
) -> dict[str, dict[str, str]]:
    """Return the county and the category of each subject, as of a day."""
    parents = parents_on(on)
    rows = OrgName.objects.filter(org__tier=Tier.COUNTY, since__lte=on)
    names = dict(rows.order_by("since").values_list("org_id", "zh"))
    found: dict[str, dict[str, str]] = {"county": {}, "category": {}}
    for row in members:
        member = facts[row.pk].membership
        above = (names[o] for o in chain_of(row.site.org_id, parents) if o in names)
        found["county"][member.subject] = next(above, _UNKNOWN_PLACE)
        found["category"][member.subject] = member.category or _UNKNOWN_PLACE
    return found
