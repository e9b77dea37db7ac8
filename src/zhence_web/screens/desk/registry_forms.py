"""The forms of a site's pages: what was posted → the value that an action takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import UploadedFile

from zhence.errors import BadInputError, Fault
from zhence.evidence import Label, Text
from zhence_web.kit.posted import Posted
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.registry import actions


@dataclass(frozen=True, slots=True)
class Deed:
    """One form that was sent: about which site, by whom, when."""

    site: int
    posted: Posted
    by: Hand
    at: datetime
    label: Label
    file: UploadedFile[bytes] | None = None


def alias(deed: Deed) -> Text:
    """Record another name."""
    name, note = deed.posted.text("name", 120), deed.posted.text("note", 200)
    deed.posted.check()
    actions.add_alias(site=deed.site, name=name, note=note, by=deed.by, at=deed.at)
    return Text("别名已登记", "The name is on record")


def rename(deed: Deed) -> Text:
    """Give the site another name."""
    p = deed.posted
    name = Text(p.text("zh", 120), p.text("en", 160))
    since, document = p.day("since", required=True), p.text("document", 160)
    p.check()
    actions.rename_site(
        site=deed.site,
        name=name,
        since=_given(since),
        document=document,
        by=deed.by,
        at=deed.at,
    )
    return Text("更名已登记，原名仍可查到", "Renamed; the old name still finds it")


def enlist(deed: Deed) -> Text:
    """Put the site on a list."""
    p = deed.posted
    listing = actions.Listing(
        site=deed.site,
        policy=p.text("policy", 32),
        list_name=p.text("list", 48),
        state=p.text("state", 48),
        since=p.day("since", required=True) or date.min,
        document=p.number("document") or 0,
        listed_on=p.day("listed_on"),
        category=p.text("category", 48),
        lead_industries=_words(p.text("industries")),
        stay_first_year=p.number("stay_first_year"),
        reason=p.text("reason"),
    )
    p.check()
    actions.enlist(listing=listing, by=deed.by, at=deed.at)
    return Text("已列入名单", "It is on the list")


def end(deed: Deed) -> Text:
    """End a membership."""
    p = deed.posted
    until = p.day("until", required=True)
    p.check()
    actions.end_membership(
        membership=p.number("membership") or 0,
        until=_given(until),
        reason=p.text("reason"),
        document=p.number("document"),
        by=deed.by,
        at=deed.at,
    )
    return Text("名单关系已结束，历史保留", "The membership ended; its history stays")


def correct(deed: Deed) -> Text:
    """Rule that a membership is of another category."""
    p = deed.posted
    correction = actions.Correction(
        membership=p.number("membership") or 0,
        category=p.text("category", 48),
        since=p.day("since", required=True) or date.min,
        document=p.number("document") or 0,
        reason=p.text("reason"),
        lead_industries=_words(p.text("industries")),
    )
    p.check()
    actions.correct_category(correction=correction, by=deed.by, at=deed.at)
    return Text("类别已更正，原类别保留在历史中", "Corrected; the earlier one stays")


def settle(deed: Deed) -> Text:
    """Record that a firm is in the site."""
    p = deed.posted
    tenant = actions.Tenant(
        credit_code=p.text("credit_code", 60),
        name=p.text("name", 200),
        label=deed.label,
        since=p.day("since"),
        until=p.day("until"),
        registered_in=p.text("registered_in", 64),
        taxed_in=p.text("taxed_in", 64),
        override=p.text("override"),
    )
    p.check()
    made = actions.settle(site=deed.site, tenant=tenant, by=deed.by, at=deed.at)
    if not made.notes:
        return Text("企业入驻已登记", "The firm is on record")
    zh = "、".join(note.zh for note in made.notes)
    en = ", ".join(note.en for note in made.notes)
    return Text(f"企业入驻已登记；{zh}", f"The firm is on record; {en}")


def leave(deed: Deed) -> Text:
    """Record that a firm is gone."""
    until = deed.posted.day("until", required=True)
    deed.posted.check()
    actions.end_tenancy(
        tenancy=deed.posted.number("tenancy") or 0,
        until=_given(until),
        by=deed.by,
        at=deed.at,
    )
    return Text("已登记迁出", "The firm has left")


def project(deed: Deed) -> Text:
    """Record a project or a further version of one."""
    p = deed.posted
    low, high = p.money("amount"), p.money("amount_high")
    if low is None:
        p.check()
        raise BadInputError(_NO_AMOUNT)
    file = actions.ProjectFile(
        name=p.text("name", 200),
        use=p.text("use", 32),
        amount_low=low,
        amount_high=low if high is None else high,
        lead=p.maybe("lead"),
        residential=p.money("residential"),
        complex=p.money("complex"),
        since=p.day("since"),
        until=_day_after(p.day("until")),
    )
    code, note = p.text("code", 64), p.text("note")
    p.check()
    actions.record_project(
        site=deed.site,
        code=code,
        file=file,
        label=deed.label,
        by=deed.by,
        at=deed.at,
        note=note,
    )
    return Text("项目已登记；以前的版本保留", "On record; earlier versions stay")


def document(deed: Deed) -> Text:
    """Put a document of the site on record."""
    p = deed.posted
    paper = actions.Paper(
        site=deed.site,
        title=p.text("title", 300),
        label=deed.label,
        number=p.text("number", 120),
        issuer=p.text("issuer", 160),
        issued_on=p.day("issued_on"),
        link=p.text("link", 600),
    )
    p.check()
    upload = None
    if deed.file is not None:
        # Django has refused to hold more in memory than the settings allow; the
        # limit of the registry is said by the action.
        upload = actions.Upload(deed.file.name or "", deed.file.read())
    actions.file_document(paper=paper, by=deed.by, at=deed.at, upload=upload)
    return Text("文件已登记", "The document is on record")


FORMS: Mapping[str, Mapping[str, Callable[[Deed], Text]]] = {
    "identity": {"alias": alias, "rename": rename},
    "lists": {"enlist": enlist, "end": end, "correct": correct},
    "enterprises": {"settle": settle, "leave": leave},
    "projects": {"project": project},
    "documents": {"document": document},
}
"""Which forms each tab has, by the name that the form sends."""

_DAY = timedelta(days=1)
_NO_AMOUNT = Fault(
    "amount_missing",
    "没有填写投资额",
    "the amount invested is missing",
    remedy="填写金额；没有投资填 0 / write it, 0 if there is none",
)


def _day_after(last: date | None) -> date | None:
    """Return the first day after, for people write the last one."""
    return None if last is None else last + _DAY


def _given(day: date | None) -> date:
    """Return a day that the form was checked to have."""
    return day or date.min


def _words(text: str) -> tuple[str, ...]:
    parts = text.replace("，", ",").replace("、", ",").split(",")
    return tuple(part.strip() for part in parts if part.strip())
