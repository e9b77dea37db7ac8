"""Do all engines of W1 answer alike? Asked before anything is timed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import synthetic
from register_w1 import Stand

from zhence.engines.codes import FAIL, ORDER, PASS
from zhence.engines.files import open_columns, register_pieces
from zhence.engines.kernel import run
from zhence.rules.judge import judge
from zhence.rules.question import Question

SAMPLE = 20
_SQL = {
    "first_progress": "NT2017-2.4d",
    "re_entry": "NT2017-2.4d.reentry",
    "later_progress": "NT2017-3.3d",
    "share": "NT2017-2.4e",
    "finding": "NT2017-3.3c",
    "result": "result",
    "proposal": "proposal",
}
# A float32 keeps seven digits: nearer than this to a threshold it may go astray.
_FLOAT = 3e-6


class Disagreement(Exception):  # noqa: N818  # it says what it is
    """Two engines answer one question differently."""


def agree(stand: Stand, peers: Mapping[str, object]) -> dict[str, object]:
    """Compare every answer; return how many were compared and how floats strayed.

    Raises:
        Disagreement: an exact engine answers otherwise, or a float one does
            where no rounding explains it.
    """
    told: dict[str, object] = {"exact twin": _twin(stand)}
    ours = stand.outcome()
    if "duckdb" in peers:
        told["duckdb"] = _sql(stand, ours, peers["duckdb"])
    for name in ("openfisca", "openfisca tuned"):
        if name in peers:
            told[name] = _floats(stand, ours, peers[name].calculate())
    return told


def _twin(stand: Stand) -> dict[str, int]:
    """Judge some subjects by the plain judge, every year and criterion."""
    rules = stand.rules
    batch = next(iter(open_columns(stand.cube).batches))
    piece = next(iter(register_pieces(stand.folder, stand.size)))
    subjects = batch.column("subject").to_pylist()[:SAMPLE]
    facts = piece.facts({subject: place for place, subject in enumerate(subjects)})
    outcome = run(rules.plan, batch)
    compared = 0
    size = batch.num_rows // len(synthetic.YEARS)
    for nth, (year, day) in enumerate(synthetic.DAYS.items()):
        for place, subject in enumerate(subjects):
            question = Question(rules.plan.occasion, day, year)
            judged = judge(rules.pack.rulebook, facts[subject], question)
            for name, finding in judged.findings.items():
                code = outcome.column(name)[nth * size + place].as_py()
                if ORDER[code] is not finding.verdict:
                    raise Disagreement(f"{subject} {year} {name}: plain judge")
                compared += 1
    return {"compared": compared, "differ": 0}


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
    """Compare where everything is known; count what float32 got wrong."""
    shape = (len(synthetic.YEARS), stand.subjects)
    told = stand.fully_told()

    def grid(name: str) -> npt.NDArray[np.int64]:
        numbers: npt.NDArray[np.int64] = ours.column(name).to_numpy()
        return numbers.reshape(shape)

    near = _near_threshold(ours, shape)
    # Whose state went astray once is another town from then on.
    astray = np.zeros(stand.subjects, np.bool_)
    wrong = lives = compared = 0
    states = stand.places(grid("state"))
    for nth, year in enumerate(synthetic.YEARS):
        found = theirs[year]
        first = stand.dense[year]["first_year"]
        assessed = told & (first <= year) & ~astray
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
            if (apart & ~near[nth]).any():
                raise Disagreement(f"{year}: openfisca, not by rounding")
            wrong += int(apart.sum())
            compared += int(judged.sum())
            astray |= apart
        moved = assessed & (found["state"] != states[nth])
        lives += int((moved & ~astray).sum())
        if (moved & ~astray).any():
            raise Disagreement(f"{year}: state in openfisca")
    return {"compared": compared, "differ": wrong, "lives astray": int(astray.sum())}


def _near_threshold(ours: pa.Table, shape: tuple[int, int]) -> npt.NDArray[np.bool_]:
    near = np.zeros(shape, np.bool_)
    for name in ours.schema.names:
        if name.endswith("_gap_lo"):
            gap = ours.column(name).combine_chunks().fill_null(0).to_numpy()
            near |= (np.abs(gap) <= _FLOAT * 100 * synthetic.YI).reshape(shape)
    return near
