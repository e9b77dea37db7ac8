"""All stages over columns, and what they found; slowly in :mod:`zhence.permu.plain`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product

import numpy as np

from zhence.permu import grade
from zhence.permu.block import How, Taken, blocks
from zhence.permu.population import UNKNOWN_LIST, Standing, aside, lists
from zhence.permu.rank import ranks
from zhence.permu.ready import make_ready
from zhence.permu.register import Bits, Codes, Register, Small, Whole
from zhence.permu.scheme import Scheme, Sort, Tie
from zhence.permu.score import Scored, score_block

# Firms from which on loading a compiler is less than what it saves.
_WORTH = 1 << 19


@dataclass(frozen=True, slots=True)
class Scores:
    """What stages 1 to 3 found, one value a row of the register.

    *roll* and *aside* are places in the scheme, negative for none. *score* is in
    steps of 1/``scheme.one``, and means something where *standing* is RANKED or
    SHOWN; *lost* has one bit for each item of its list that could not be scored.
    *ready* has the items of every list with their lines, *compared* the group of
    each row among those lines (``None``: there is one).
    """

    roll: Small
    aside: Small
    standing: Small
    score: Whole
    lost: Whole
    ready: tuple[tuple[Scored, ...], ...]
    compared: Codes | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The scores and what became of them, one value a row of the register.

    *first* is the rank, 0 for none. *band* is by rank or score alone, *final* after
    veto and protection; -1 none, -2 for a person to decide. *group* is the ranking
    group, -1 for none; *group_names*, *counts* and *cuts* (the stored cut ranks) are
    by group.
    """

    scheme: Scheme
    register: Register
    scores: Scores
    first: Codes
    band: Small
    final: Small
    group: Codes
    group_names: tuple[tuple[str, ...], ...]
    counts: tuple[int, ...]
    cuts: Whole

    def band_counts(self) -> dict[str, int]:
        """Return how many firms ended in each band; those pending are in none."""
        held = np.bincount(self.final[self.final >= 0], minlength=1)
        bands = enumerate(self.scheme.bands)
        return {b.name: int(held[i]) if i < held.size else 0 for i, b in bands}


def run(
    scheme: Scheme, register: Register, threads: int = 1, *, swift: bool | None = None
) -> Outcome:
    """Score, rank and grade every firm.

    Neither the number of *threads* nor *swift* changes a result: whether machine
    code may help where there is a compiler, by default with many firms.
    """
    how = How(scheme.one, threads, register.size >= _WORTH if swift is None else swift)
    scores = score_all(scheme, register, how)
    ranked = scores.standing == Standing.RANKED
    rows = None if ranked.all() else np.flatnonzero(ranked)
    names, codes = _ranking_groups(scheme, register, scores.roll)
    within = codes if rows is None else codes[rows]
    held = scores.score if rows is None else scores.score[rows]
    order = ranks(
        within if len(names) > 1 else None,
        held,
        last=scheme.tie is not Tie.UP,
        how=how,
    )
    counts = np.bincount(within, minlength=len(names)).tolist()
    table = grade.cuts(scheme, counts)
    banded = grade.bands(scheme, held, order, table, within)
    status = register.status if rows is None else register.status[rows]
    vetoed = register.vetoed if rows is None else register.vetoed[rows]
    final = grade.after_veto(scheme, banded, vetoed)
    final = grade.after_protection(scheme, final, status, vetoed)
    size = register.size
    return Outcome(
        scheme,
        register,
        scores,
        _back(order.first, rows, size, 0),
        _back(banded, rows, size, grade.NO_BAND).astype(np.int8, copy=False),
        _back(final, rows, size, grade.NO_BAND).astype(np.int8, copy=False),
        _back(within, rows, size, -1),
        names,
        tuple(counts),
        table,
    )


def _back(found: Codes | Small, rows: Whole | None, size: int, none: int) -> Codes:
    """Return what was found for some rows as a column of all of them."""
    if rows is None:
        return found  # type: ignore[return-value]  # small numbers are numbers
    column = np.full(size, none, np.int32)
    column[rows] = found
    return column


def score_all(scheme: Scheme, register: Register, how: How) -> Scores:
    """Do stages 1 to 3: who is on which list, the benchmarks, the points."""
    roll, set_aside = lists(scheme, register), aside(scheme, register)
    compared, _ = register.sorted_by(scheme.compared)
    names = tuple(",".join(name) for name in _names(register, scheme.compared))
    score = np.zeros(register.size, np.int64)
    lost = np.zeros(register.size, np.int64)
    standing = np.full(register.size, Standing.UNLISTED, np.int8)
    standing[roll == UNKNOWN_LIST] = Standing.INCOMPLETE
    ready: list[tuple[Scored, ...]] = []
    for place, told in enumerate(scheme.rolls):
        chosen = roll == place
        standing[chosen] = Standing.RANKED if told.items else Standing.UNRATED
        if not told.items:
            ready.append(())
            continue
        chosen &= set_aside < 0
        counted = chosen & register.in_force
        items = make_ready(told, register, counted, (compared, names), how)
        ready.append(items)
        _score(items, register, (chosen, compared), (score, lost), how)
    score += register.adjusted
    standing[lost != 0] = Standing.INCOMPLETE
    standing[(standing == Standing.RANKED) & ~register.in_force] = Standing.SHOWN
    standing[set_aside >= 0] = Standing.ASIDE
    return Scores(roll, set_aside, standing, score, lost, tuple(ready), compared)


def _score(
    items: tuple[Scored, ...],
    register: Register,
    asked: tuple[Bits, Codes | None],
    made: tuple[Whole, Whole],
    how: How,
) -> None:
    """Write the scores of the *asked* rows and what is lost of them, in place."""
    (chosen, compared), (score, lost) = asked, made

    def each(taken: Taken) -> None:
        made, without = score_block(items, register, taken, compared, how)
        taken.put(score, made)
        taken.put(lost, without)

    if how.threads == 1:
        for taken in blocks(chosen):
            each(taken)
        return
    with ThreadPoolExecutor(how.threads) as pool:
        for _ in pool.map(each, blocks(chosen)):
            pass


def _ranking_groups(
    scheme: Scheme, register: Register, roll: Small
) -> tuple[tuple[tuple[str, ...], ...], Codes]:
    """Return the names of the groups that are ranked apart, and each row's.

    Every list is ranked by itself; rows without a list get any group.
    """
    codes, count = register.sorted_by(scheme.ranked)
    names = tuple(_names(register, scheme.ranked))
    if len(scheme.rolls) > 1 or codes is None:
        at = np.maximum(roll, 0).astype(np.int32) * np.int32(count)
        codes = at if codes is None else at + codes
    return tuple((r.id, *name) for r in scheme.rolls for name in names), codes


def _names(register: Register, sorts: tuple[Sort, ...]) -> list[tuple[str, ...]]:
    held = {Sort.PLACE: register.places, Sort.INDUSTRY: register.industries}
    return list(product(*(held[sort] for sort in sorts)))
