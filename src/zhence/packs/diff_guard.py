"""Guards of transitions as phrases of both languages."""

from __future__ import annotations

from zhence.evidence import Text
from zhence.lifecycle import conditions as c
from zhence.packs.diff_say import denied, either_or_all, parameter_words
from zhence.packs.diff_words import NOTHING, plain, same
from zhence.packs.pack import Pack


def guard_words(  # noqa: PLR0911  # one arm a word
    pack: Pack, condition: c.Condition | None
) -> Text:
    """Return what a guard asks; no guard is named as such."""
    match condition:
        case None:
            return NOTHING
        case c.Every(members):
            return either_or_all((guard_words(pack, m) for m in members), "且", "and")
        case c.Either(members):
            return either_or_all((guard_words(pack, m) for m in members), "或", "or")
        case c.Never(member):
            return denied(guard_words(pack, member))
        case c.YearResult() | c.AdjacentFails():
            return _year_words(pack, condition)
        case c.EventSeen():
            return _event_words(pack, condition)
        case c.DecisionTaken() | c.ExtensionGranted() | c.DaysSince():
            return _decision_words(pack, condition)
        case c.ApplicationHas():
            return _application_words(pack, condition)
        case _:
            return _state_words(pack, condition)


def _year_words(pack: Pack, asked: c.YearResult | c.AdjacentFails) -> Text:
    part = plain(asked.part)
    if isinstance(asked, c.AdjacentFails):
        count = parameter_words(pack, asked.count)
        exempt = parameter_words(pack, asked.exempt_breaks)
        return Text(
            f"{part.zh}连续{count.zh}个考核年度未达到（豁免年中断：{exempt.zh}）",
            f"{part.en} missed in {count.en} adjacent years "
            f"(an exempted year breaks the row: {exempt.en})",
        )
    which = plain(asked.which)
    fell = Text("未达到", "missed") if asked.failed else Text("达到", "met")
    return Text(
        f"{which.zh}{part.zh}{fell.zh}", f"{which.en} year, {part.en} {fell.en}"
    )


def _event_words(pack: Pack, asked: c.EventSeen) -> Text:
    types, by, until = plain(asked.types), plain(asked.by), plain(asked.until)
    sure = plain(asked.verified)
    aspects = plain(None)
    if asked.aspects is not None:
        aspects = parameter_words(pack, asked.aspects)
    code = plain(asked.code)
    return Text(
        f"有事件{types.zh}（机关：{by.zh}，核实：{sure.zh}，方面：{aspects.zh}，"
        f"期限：{until.zh}，代码：{code.zh}）",
        f"event {types.en} (by: {by.en}, verified: {sure.en}, aspects: {aspects.en}, "
        f"until: {until.en}, code: {code.en})",
    )


def _decision_words(
    pack: Pack, asked: c.DecisionTaken | c.ExtensionGranted | c.DaysSince
) -> Text:
    match asked:
        case c.DecisionTaken(what, by, values, until):
            bodies, held, limit = plain(by), plain(values), plain(until)
            return Text(
                f"有决定 {what}"
                f"（机关：{bodies.zh}，取值：{held.zh}，期限：{limit.zh}）",
                f"decision {what} (by: {bodies.en}, values: {held.en}, "
                f"until: {limit.en})",
            )
        case c.ExtensionGranted(by, limit):
            bodies, most = plain(by), parameter_words(pack, limit)
            return Text(
                f"{bodies.zh}批准延期，不超过{most.zh}",
                f"extension granted by {bodies.en}, at most {most.en}",
            )
        case c.DaysSince(what, days):
            told = parameter_words(pack, days)
            return Text(
                f"决定 {what} 后满{told.zh}", f"{told.en} since decision {what}"
            )


def _application_words(pack: Pack, asked: c.ApplicationHas) -> Text:
    zh, en = [], []
    for label, name in (
        (Text("属于", "one of"), asked.vocabulary),
        (Text("不少于", "at least"), asked.at_least),
        (Text("等于", "exactly"), asked.count),
    ):
        if name is not None:
            value = parameter_words(pack, name)
            zh.append(f"{label.zh}{value.zh}")
            en.append(f"{label.en} {value.en}")
    if asked.one_of:
        words = plain(asked.one_of)
        zh.append(f"为{words.zh}")
        en.append(f"is {words.en}")
    if asked.present:
        zh.append("已填写")
        en.append("given")
    code = same(f" [{asked.code}]" if asked.code else "")
    return Text(
        f"申报的 {asked.item} {'、'.join(zh)}{code.zh}",
        f"{asked.item} of the application {', '.join(en)}{code.en}",
    )


def _state_words(  # noqa: PLR0911  # one arm a word
    pack: Pack,
    asked: c.WasCreation
    | c.InState
    | c.CriteriaMet
    | c.Elapsed
    | c.BatchesSince
    | c.Past
    | c.Graded
    | c.ParameterIs
    | c.Undecided,
) -> Text:
    match asked:
        case c.WasCreation(states):
            told = plain(states)
            return Text(f"曾处于{told.zh}", f"is or was {told.en}")
        case c.InState(states):
            told = plain(states)
            return Text(f"处于{told.zh}", f"is {told.en}")
        case c.CriteriaMet(occasion):
            told = plain(occasion)
            return Text(f"{told.zh}判据全部达到", f"all criteria of {told.en} are met")
        case c.Elapsed(years):
            told = parameter_words(pack, years)
            return Text(f"列入满{told.zh}", f"{told.en} since listing")
        case c.BatchesSince(events, batch, count):
            told, since = parameter_words(pack, count), plain(events)
            return Text(
                f"{since.zh}之后已有{told.zh}（{batch}）",
                f"{told.en} ({batch}) since {since.en}",
            )
        case c.Past(day):
            return Text(f"{day} 已过", f"{day} is past")
        case c.Graded(by, grades):
            told = parameter_words(pack, grades)
            return Text(f"{by} 等次为{told.zh}", f"grade by {by} is {told.en}")
        case c.ParameterIs(parameter, equals):
            return Text(f"参数 {parameter} 为 {equals}", f"{parameter} is {equals}")
        case c.Undecided(transition):
            return Text(f"{transition} 尚不能判定", f"{transition} is undecided")
