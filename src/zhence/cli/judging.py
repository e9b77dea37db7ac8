"""Commands that judge: one dossier, and a whole register."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from zhence.cases.forms import SubjectGiven
from zhence.cases.given import check_subject, subject_facts, subject_past
from zhence.cases.register import facts_of_register, read_register
from zhence.cli.asked import asked_on
from zhence.cli.cluster import dossiers_here, dossiers_on_cluster
from zhence.cli.output import print_json, print_lines, print_table
from zhence.cli.shelf import Shelf
from zhence.dossier import Dossier, dossier_json, open_dossier
from zhence.errors import BadInputError, Fault, Where
from zhence.evidence import Finding, Text
from zhence.packs.model_faults import model_faults
from zhence.packs.pack import Pack
from zhence.packs.source import read_yaml
from zhence.rules.explain import VERDICT_NAMES, interval_text
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion, Status


def explain(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Judge the subject of one file and say why."""
    pack = shelf.pack(arguments.policy)
    source = read_yaml(arguments.subject, str(arguments.subject))
    try:
        given = TypeAdapter(SubjectGiven).validate_python(source.data)
    except ValidationError as error:
        raise BadInputError(model_faults(error, source)) from None
    on = arguments.on or (date.fromisoformat(given.on) if given.on else None)
    if on is None:
        raise BadInputError(
            Fault(
                "date_missing",
                "没有说明问的是哪一天",
                "the day asked about is missing",
                Where(str(arguments.subject)),
                "give --on 2019-03-31, or write on: in the file",
            )
        )
    facts = subject_facts(given, shelf.catalogue, str(arguments.subject))
    _check_list(pack, facts.membership.list, str(arguments.subject))
    _check_date(pack, on)
    check_subject(pack, facts)
    occasion = Occasion(given.occasion) if given.occasion else pack.assess_occasion
    question = Question(occasion, on, given.year, arguments.known_on)
    dossier = open_dossier(pack, facts, question, subject_past(given))
    if arguments.json:
        print_json(dossier_json(dossier))
    else:
        _show(dossier, pack, arguments.lang)
    return 0


def assess(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Judge every subject of a register for one year."""
    pack = shelf.pack(arguments.policy)
    _check_binding(pack)
    register = read_register(
        arguments.subjects,
        arguments.facts,
        arguments.projects,
        shelf.catalogue,
        pack,
    )
    on = asked_on(arguments.year)
    _check_date(pack, on)
    question = Question(pack.assess_occasion, on, arguments.year, arguments.known_on)
    everybody = list(facts_of_register(register))
    for facts in everybody:
        _check_list(pack, facts.membership.list, str(arguments.subjects))
    on_cluster = arguments.engine == "spark"
    judged = dossiers_on_cluster if on_cluster else dossiers_here
    dossiers = judged(pack, everybody, question)
    if arguments.out is not None:
        _write_parquet(dossiers, arguments.out)
    if arguments.json:
        print_json(
            {
                "policy": pack.id,
                "edition": pack.edition,
                "hash": pack.hash,
                "year": arguments.year,
                "rows": [dossier_json(d) for d in dossiers],
            }
        )
        return 0
    _show_register(dossiers, pack, arguments.year)
    return 0


def _check_list(pack: Pack, name: str, file: str) -> None:
    """Refuse to judge a member of a list that the policy does not keep.

    A reference text judges anybody, because nothing follows from it.
    """
    if pack.status is Status.REFERENCE or name in pack.lists:
        return
    raise BadInputError(
        Fault(
            "policy_list_mismatch",
            f"{pack.id} 管不到“{name}”名单",
            f"{pack.id} does not govern the list {name!r}",
            Where(file),
            "its lists are " + ", ".join(pack.lists),
        )
    )


def _check_binding(pack: Pack) -> None:
    """Refuse to assess a register by a draft: it can only be simulated."""
    if pack.status is Status.DRAFT:
        raise BadInputError(
            Fault(
                "policy_draft",
                f"{pack.id} 是征求意见稿，不能用于正式考核",
                f"{pack.id} is a draft and assesses nobody",
                remedy="use zhence simulate, or explain for a labelled simulation",
            )
        )


def _check_date(pack: Pack, on: date) -> None:
    since, until = pack.valid_from, pack.valid_to
    if since is not None and on < since:
        raise BadInputError(
            Fault(
                "policy_not_in_force",
                f"{pack.id} 自 {since} 起施行，{on} 尚未施行",
                f"{pack.id} is in force from {since}, not on {on}",
                remedy=f"ask for a day from {since}",
            )
        )
    if until is not None and on > until:
        raise BadInputError(
            Fault(
                "policy_expired",
                f"{pack.id} 至 {until} 止，{on} 已失效",
                f"{pack.id} ended on {until}, before {on}",
                remedy=f"ask for a day up to {until}",
            )
        )


def _say(text: Text, lang: str) -> str:
    return text.zh if lang == "zh" else text.en


def _show(dossier: Dossier, pack: Pack, lang: str) -> None:
    judgement, outcome = dossier.judgement, dossier.outcome
    print_lines(
        f"{dossier.subject or '—'}  {pack.title.zh} {dossier.edition}"
        f" [{_say(dossier.label, lang)}]  {dossier.on}"
    )
    heads = {
        "zh": ("条款", "判定", "数值", "要求", "差距", "缺什么", "怎样才能达到"),
        "en": ("clause", "verdict", "value", "required", "gap", "missing", "flips at"),
    }
    print_table(
        "",
        heads[lang],
        (_row(f, lang) for f in judgement.findings.values()),
    )
    for finding in judgement.findings.values():
        for step in finding.trace.steps:
            print_lines(f"  {finding.criterion}  {_say(step, lang)}")
    print_lines(
        f"结果 / result: {_say(VERDICT_NAMES[judgement.shown_result], lang)}"
        f" ({judgement.result.value})   状态 / state: {outcome.state}"
    )
    proposal = outcome.proposal
    if proposal is not None:
        print_lines(
            f"建议 / proposal: {proposal.transition} {proposal.source} →"
            f" {proposal.target}, {proposal.effective or '—'}, {proposal.actor}"
            f"  ({', '.join(proposal.clauses)})"
        )
    if dossier.flags or dossier.actions:
        print_lines(f"标记 / flags: {', '.join(dossier.flags) or '—'}")
        print_lines(f"事项 / actions: {', '.join(dossier.actions) or '—'}")


def _row(finding: Finding, lang: str) -> tuple[str, ...]:
    flips = "; ".join(
        f"{f.amount} {'≤' if f.downward else '≥'} {f.to} {f.unit}"
        for f in finding.flips
    )
    return (
        finding.criterion,
        _say(VERDICT_NAMES[finding.verdict], lang),
        _say(interval_text(finding.value, finding.unit), lang),
        f"{finding.operator or ''} "
        f"{_say(interval_text(finding.threshold, finding.unit), lang)}".strip(),
        _say(interval_text(finding.gap, finding.unit), lang),
        ", ".join(finding.missing),
        flips,
    )


def _show_register(dossiers: Iterable[Dossier], pack: Pack, year: int) -> None:
    told = list(dossiers)
    print_table(
        f"{pack.title.zh} {year}",
        ("对象 subject", "结果 result", "状态 state", "建议 proposal", "缺 missing"),
        (
            (
                d.subject,
                VERDICT_NAMES[d.judgement.shown_result].zh,
                d.outcome.state,
                "" if d.outcome.proposal is None else d.outcome.proposal.target,
                sum(len(f.missing) for f in d.judgement.findings.values()),
            )
            for d in told
        ),
    )
    counts = Counter(d.judgement.result.value for d in told)
    print_lines("  ".join(f"{name} {n}" for name, n in sorted(counts.items())))


def _write_parquet(dossiers: Iterable[Dossier], path: Path) -> None:
    """Write one row a subject and criterion."""
    import pyarrow as pa  # noqa: PLC0415  # a heavy import that few commands need
    import pyarrow.parquet as pq  # noqa: PLC0415

    rows = [
        {
            "subject": d.subject,
            "policy": d.policy,
            "edition": d.edition,
            "hash": d.pack_hash,
            "on": d.on,
            "year": d.judgement.question.year,
            "criterion": f.criterion,
            "verdict": f.verdict.value,
            "unit": f.unit,
            "gap_low": _float(f, low=True),
            "gap_high": _float(f, low=False),
            "missing": list(f.missing),
            "result": d.judgement.result.value,
            "state": d.outcome.state,
            "label": d.label.en,
        }
        for d in dossiers
        for f in d.judgement.findings.values()
    ]
    pq.write_table(pa.Table.from_pylist(rows), path)


def _float(finding: Finding, *, low: bool) -> float | None:
    if finding.gap is None:
        return None
    end = finding.gap.low if low else finding.gap.high
    return None if end is None else float(end)


__all__ = ["assess", "explain"]
