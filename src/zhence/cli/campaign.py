"""A best-practice campaign: what is proposed, with its reason."""

from __future__ import annotations

import argparse

from zhence.cli.given import rows_of
from zhence.cli.output import print_json, print_lines, print_table
from zhence.cli.rewards import figure, scheme_of
from zhence.cli.shelf import Shelf
from zhence.errors import BadInputError, Fault
from zhence.packs.diff_words import plain
from zhence.rewards.campaign import Campaign, Mark, Nomination, judge_campaign
from zhence.units import exact_number


def campaign(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Judge a campaign from its nominations and the marks of the judges."""
    scheme, rule = scheme_of(shelf, arguments.scheme, Campaign, "campaign")
    named = rows_of(arguments.nominations, "nomination", "county")
    nominations = [Nomination(r.cells["nomination"], r.cells["county"]) for r in named]
    rows = rows_of(arguments.marks, "nomination", "judge", "county", *rule.criteria)
    marks, faults = list[Mark](), list[Fault]()
    known = {one.id for one in nominations}
    for row in rows:
        cells = row.cells
        if cells["nomination"] not in known:
            faults.append(
                Fault(
                    "nomination_unknown",
                    f"没有这个案例：{cells['nomination']}",
                    f"no such nomination: {cells['nomination']}",
                    row.where,
                    "先在推荐表里登记 / put it on the list of nominations",
                )
            )
        for criterion in rule.criteria:
            points = exact_number(cells[criterion])
            if cells[criterion] and (points is None or not 0 <= points <= rule.full):
                faults.append(
                    Fault(
                        "mark_impossible",
                        f"分值不在0至{rule.full}之间：{cells[criterion]}",
                        f"a mark outside 0 to {rule.full}: {cells[criterion]}",
                        row.where,
                        "改正分值，未打分则留空 / correct it, or leave it empty",
                    )
                )
            elif points is not None:
                marks.append(
                    Mark(cells["nomination"], cells["judge"], criterion, points)
                )
    if faults:
        raise BadInputError(faults)
    counties = {row.cells["judge"]: row.cells["county"] for row in rows}
    found = judge_campaign(rule, nominations, marks, counties)
    if arguments.json:
        print_json(
            {
                "scheme": scheme.id,
                "label": scheme.label.value,
                "scores": {n: figure(s) for n, s in found.scores.items()},
                "ranks": found.ranks,
                "chosen": list(found.chosen),
                "pending": list(found.pending),
                "barred": [list(pair) for pair in found.barred],
            }
        )
        return 0
    print_table(
        f"{scheme.title.zh}  [{plain(scheme.label.value).zh}]",
        ("名次", "案例", "得分", "有效评委", "结果"),
        (
            (
                found.ranks[n] or "—",
                n,
                "—" if (s := found.scores[n]) is None else f"{float(s):.2f}",
                found.judges[n],
                "入选" if n in found.chosen else "待定" if n in found.pending else "",
            )
            for n in sorted(
                found.scores,
                key=lambda n: (found.ranks[n] is None, found.ranks[n] or 0),
            )
        ),
    )
    if found.barred:
        print_lines(f"未计入的评分 / marks left out: {len(found.barred)}")
    return 0
