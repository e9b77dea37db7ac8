"""Do all engines of W1 answer alike? Asked before anything is timed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import synthetic
from register_w1 import Law, Stand

from zhence.engines.codes import FAIL, ORDER, PASS
from zhence.engines.files import register_pieces
from zhence.facts import Facts
from zhence.rules.judge import judge
from zhence.rules.question import Question

SAMPLE = 50
"""How many towns the exact twin judges beside us, in every year."""
MOST_ASTRAY = 500
"""How many towns that floats lead astray are put before the exact twin."""
COARSE = 10_000
GRAIN = synthetic.YI // 16
"""Sixteenths of 亿元: amounts that a float32 adds and compares without rounding."""
_SQL = {
    "first_progress": "NT2017-2.4d",
    "re_entry": "NT2017-2.4d.reentry",
    "later_progress": "NT2017-3.3d",
    "share": "NT2017-2.4e",
    "finding": "NT2017-3.3c",
    "result": "result",
    "proposal": "proposal",
}
FLOATS = ("openfisca", "openfisca tuned")

Agreed = Mapping[str, Mapping[str, int]]
"""By engine: how many answers were compared, and how many differ."""


class Disagreement(Exception):  # noqa: N818  # it says what it is
    """Two engines answer one question differently."""


def agree(stand: Stand, peers: Mapping[str, object]) -> Agreed:
    """Compare every answer on the register that is timed.

    The exact engines must answer alike in every row.
    A float engine must answer alike wherever everything was reported, but for
    towns on whom the exact twin was asked and said what we say.

    Raises:
        Disagreement: somebody answers otherwise.
    """
    ours = stand.outcome()
    some = np.linspace(0, stand.subjects - 1, SAMPLE).astype(int)
    told = {"exact twin": _twin(stand, ours, set(some.tolist()))}
    if "duckdb" in peers:
        told["duckdb"] = _sql(stand, ours, peers["duckdb"])
    for name in FLOATS:
        if name in peers:
            told[name] = _floats(stand, ours, peers[name].calculate())
    return told


def agree_without_rounding(stand: Stand, peers: Mapping[str, object]) -> Agreed:
    """Compare on a register in which a float32 rounds nothing: nobody may stray.

    Raises:
        Disagreement: somebody answers otherwise.
    """
    told = agree(stand, peers)
    for name in FLOATS:
        if name in told and told[name]["differ"]:
            raise Disagreement(f"{name}: not by rounding")
    return told


def _twin(stand: Stand, ours: pa.Table, places: set[int]) -> dict[str, int]:
    """Hold us against the plain judge: these towns, every year and criterion.

    The judge is told the state and stay that our life cycle arrived at.
    """
    rules, rulebook = stand.rules, stand.rules.pack.rulebook
    columns = {name: ours.column(name).to_numpy() for name in (*_names(rules), "state")}
    proposals = ours.column("proposal").to_numpy()
    compared = 0
    for place, facts in _facts_of(stand, places):
        stay = facts.membership.stay_first_year
        for nth, (year, day) in enumerate(synthetic.DAYS.items()):
            row = nth * stand.subjects + place
            now = replace(
                facts.membership,
                state=rules.plan.places.states[columns["state"][row]],
                stay_first_year=stay,
            )
            question = Question(rules.plan.occasion, day, year)
            judged = judge(rulebook, replace(facts, membership=now), question)
            said = {name: f.verdict for name, f in judged.findings.items()}
            said["result"] = judged.result
            for name, verdict in said.items():
                if ORDER[columns[name][row]] is not verdict:
                    raise Disagreement(f"{place} {year} {name}: the exact twin")
            compared += len(said)
            if proposals[row] >= 0:
                stay = year + 1
    return {"towns": len(places), "compared": compared, "differ": 0}


def _names(rules: Law) -> tuple[str, ...]:
    return (*(criterion.id for criterion in rules.plan.criteria), "result")


def _facts_of(stand: Stand, places: set[int]) -> Iterator[tuple[int, Facts]]:
    start = 0
    for piece in register_pieces(stand.folder, stand.size):
        rows = piece.members.num_rows
        subjects = piece.members.column("subject")
        here = {
            subjects[place - start].as_py(): place - start
            for place in sorted(places)
            if start <= place < start + rows
        }
        for subject, facts in (piece.facts(here) if here else {}).items():
            yield start + here[subject], facts
        start += rows


def _sql(stand: Stand, ours: pa.Table, peer: object) -> dict[str, int]:
    peer.judge()
    theirs = peer.outcome()
    for name, column in _SQL.items():
        apart = pc.sum(pc.not_equal(theirs.column(name), ours.column(column))).as_py()
        if apart:
            raise Disagreement(f"{apart} rows: {column} in SQL")
    names = pa.array(stand.rules.plan.places.states)
    states = names.take(ours.column("state").combine_chunks().cast(pa.int32()))
    if not states.equals(theirs.column("state").combine_chunks().cast(pa.string())):
        raise Disagreement("states in SQL")
    for end in ("lo", "hi"):
        mine = ours.column(f"NT2017-2.4e_gap_{end}")
        theirs_gap = theirs.column(f"share_gap_{end}")
        if pc.sum(pc.fill_null(pc.not_equal(mine, theirs_gap), False)).as_py():  # noqa: FBT003
            raise Disagreement(f"share gap {end} in SQL")
    return {"compared": ours.num_rows * (len(_SQL) + 3), "differ": 0}


def _floats(
    stand: Stand,
    ours: pa.Table,
    theirs: Mapping[int, Mapping[str, npt.NDArray[np.generic]]],
) -> dict[str, int]:
    """Compare where everything is known; let the exact twin judge who strays."""
    shape = (len(synthetic.YEARS), stand.subjects)
    told = stand.fully_told()

    def grid(name: str) -> npt.NDArray[np.int64]:
        numbers: npt.NDArray[np.int64] = ours.column(name).to_numpy()
        return numbers.reshape(shape)

    # Whose state went astray once is another town from then on.
    astray = np.zeros(stand.subjects, np.bool_)
    wrong = compared = 0
    states = stand.places(grid("state"))
    for nth, year in enumerate(synthetic.YEARS):
        found = theirs[year]
        first = stand.dense[year]["first_year"]
        assessed = told & (first <= year) & ~astray
        moved = assessed & (found["state"] != states[nth])
        if moved.any():
            raise Disagreement(f"{year}: state in openfisca")
        progress = np.maximum(
            np.maximum(grid("NT2017-2.4d")[nth], grid("NT2017-3.3d")[nth]),
            grid("NT2017-2.4d.reentry")[nth],
        )
        pairs = (
            (found["progress"] & found["planned"], progress),
            (found["share"], grid("NT2017-2.4e")[nth]),
            (found["clean"], grid("NT2017-3.3c")[nth]),
            (found["result"], grid("result")[nth]),
        )
        for theirs_, mine in pairs:
            judged = assessed & ((mine == PASS) | (mine == FAIL))
            apart = judged & (theirs_ != (mine == PASS))
            wrong += int(apart.sum())
            compared += int(judged.sum())
            astray |= apart
    strayed = np.flatnonzero(astray)[:MOST_ASTRAY]
    if len(strayed):
        _twin(stand, ours, set(strayed.tolist()))
    return {
        "compared": compared,
        "differ": wrong,
        "towns astray": int(astray.sum()),
        "the exact twin is with us on": len(strayed),
    }
