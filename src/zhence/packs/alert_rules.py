"""``reference/alerts/*.yaml`` → the alert rules; faults with file:line."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from zhence.errors import BadPackError, Fault, ZhenceError
from zhence.evidence import Text
from zhence.packs.model_faults import model_faults
from zhence.packs.schema import Words
from zhence.packs.source import Path_, SourceFile, read_yaml
from zhence.packs.words import Form
from zhence.reporting.alerts import Proof, Rule, Rules, Tone, Watch
from zhence.reporting.approval import Level

FIELDS = frozenset({"what", "of"})
"""What the words of a rule may name in braces: the thing, and whose it is."""

Days = Annotated[int, Field(ge=0, le=250)]
LevelName = Literal["site", "county", "city", "province"]


class RuleForm(Form):
    """One alert rule; all days are working days."""

    code: str = Field(pattern=r"^A[1-9][0-9]{2}$")
    watch: Literal[
        "return_due",
        "return_missing",
        "return_sent_back",
        "return_waiting",
        "criterion_failing",
        "criterion_unknown",
        "target_behind",
        "target_unknown",
        "review_open",
        "proposal_waiting",
        "decision_unpublished",
        "appeal_ending",
    ]
    tone: Literal["act", "data"]
    title: Words
    says: Words
    remedy: Words
    owner: LevelName
    top: LevelName
    days: Days = 0
    within: Annotated[int, Field(ge=1, le=250)]
    escalate: list[Days] = Field(default_factory=list)
    closes: list[Literal["document", "return", "decision", "note"]] = Field(
        min_length=1
    )


class AlertsFile(Form):
    """A file of rules; one file says when sites are reminded of what is due."""

    remind: list[Days] = Field(default_factory=list)
    rules: list[RuleForm] = Field(min_length=1)


def read_alert_rules(folder: Path) -> Rules:
    """Read every file of *folder*, in the order of the file names.

    Raises:
        BadPackError: every fault of every file, with its line: a number that is
            there twice, a rule that would hold the unknown against somebody, a
            word in braces that nothing fills.
    """
    rules: list[Rule] = []
    faults: list[Fault] = []
    remind: list[int] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            file, source = _file(path)
        except ZhenceError as error:
            faults += error.faults
            continue
        remind += file.remind
        for n, form in enumerate(file.rules):
            place: Path_ = ("rules", n)
            faults += _words(form, source, place)
            if any(rule.code == form.code for rule in rules):
                faults.append(_twice(form, source, place))
            try:
                rules.append(_built(form))
            except ValueError as error:
                faults.append(_refused(form, str(error), source, place))
    if faults:
        raise BadPackError(faults)
    return Rules(tuple(rules), tuple(sorted(set(remind), reverse=True)))


def _file(path: Path) -> tuple[AlertsFile, SourceFile]:
    source = read_yaml(path)
    try:
        return AlertsFile.model_validate(source.data), source
    except ValidationError as error:
        raise BadPackError(model_faults(error, source)) from None


def _built(form: RuleForm) -> Rule:
    return Rule(
        code=form.code,
        watch=Watch(form.watch),
        tone=Tone(form.tone),
        title=Text(form.title.zh, form.title.en),
        says=Text(form.says.zh, form.says.en),
        remedy=Text(form.remedy.zh, form.remedy.en),
        owner=Level(form.owner),
        top=Level(form.top),
        days=form.days,
        within=form.within,
        escalate=tuple(form.escalate),
        closes=frozenset(map(Proof, form.closes)),
    )


def _words(form: RuleForm, source: SourceFile, place: Path_) -> Iterator[Fault]:
    for tongue, text in (("zh", form.says.zh), ("en", form.says.en)):
        try:
            named = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        except ValueError:
            named = {text}
        for name in sorted(named - FIELDS):
            yield Fault(
                "words_field",
                f"花括号里写的“{name}”没有可填的内容",
                f"nothing fills {name!r} in braces",
                source.where((*place, "says", tongue)),
                "use one of " + " ".join(sorted(FIELDS)),
            )


def _twice(form: RuleForm, source: SourceFile, place: Path_) -> Fault:
    return Fault(
        "alert_twice",
        f"编号 {form.code} 出现了两次",
        f"the number {form.code} is there twice",
        source.where((*place, "code")),
        "give one of them another number",
    )


def _refused(form: RuleForm, why: str, source: SourceFile, place: Path_) -> Fault:
    return Fault(
        "alert_refused",
        f"规则 {form.code} 前后矛盾：未知只能催报，不能问责；升级天数须递增；"
        "最高层级不得低于责任层级",
        f"rule {form.code} contradicts itself: {why}",
        source.where((*place, "watch")),
        "see reference/alerts/README.md",
    )
