"""The tab of a site with what it said of its firms, year by year."""

from __future__ import annotations

from fractions import Fraction

from django.http import HttpRequest

from zhence.evidence import Text
from zhence_web.kit.figures import exact_text, number_text
from zhence_web.kit.paging import page_of
from zhence_web.kit.posted import whole
from zhence_web.records.registry import reads
from zhence_web.screens.desk.registry_asked import AsOf

_FIRMS_A_PAGE = 50
_WAN = Fraction(1, 10**6)
_NOT_APPLICABLE = Text("不适用", "n/a")


def firm_years(
    request: HttpRequest, asked: AsOf, found: reads.SiteView
) -> dict[str, object]:
    """Return what a site said of its firms in the year asked for, else the newest."""
    told = reads.firm_years(found.site, asked.known_at)
    year = whole(request.GET.get("year", ""))
    chosen = year if year in told else next(iter(told), None)
    rows = () if chosen is None else reads.firms_in(found.site, asked.known_at, chosen)
    page = page_of(rows, request.GET.get("page"), _FIRMS_A_PAGE)
    shown = [
        (firm, _said(firm, "revenue"), _said(firm, "tax"), _said(firm, "staff"))
        for firm in page.items
    ]
    return {
        "years": told,
        "year": chosen,
        "page": page,
        "pages": asked.pages(("year", str(chosen))),
        "firms": shown,
        "kept": asked.query.replace("?", "&"),
    }


def _said(firm: reads.FirmYearView, column: str) -> Text:
    """Return one figure of a firm, money in 万元; 不适用 and unknown apart from 0."""
    if column in firm.inapplicable:
        return _NOT_APPLICABLE
    value: int | None = getattr(firm, column)
    if value is None or column == "staff":
        return number_text(value)
    shown = exact_text(value * _WAN)
    return Text(shown, shown)
