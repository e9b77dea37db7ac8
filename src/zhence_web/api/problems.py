"""Refusals as RFC 9457 tells them: ``application/problem+json``, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpResponse
from pydantic import BaseModel

from zhence.errors import Fault
from zhence_web.api.codes import Code
from zhence_web.kit.faults import said

PROBLEM = "application/problem+json"
LIST = "/api/v1/codes"


class Wrong(BaseModel):
    """One thing that is wrong; *where* names the field, cell or parameter.

    A *soft* one passes with a written reason; any other has to be mended.
    """

    code: str
    where: str
    title: str
    title_en: str
    remedy: str
    remedy_en: str
    soft: bool = False


class Problem(BaseModel):
    """Why a request was refused; *code* is a number of the public list."""

    type: str
    status: int
    code: int
    title: str
    title_en: str
    remedy: str
    remedy_en: str
    errors: list[Wrong]


class ProblemError(Exception):
    """A request is refused by a numbered code."""

    def __init__(
        self,
        code: Code,
        errors: Iterable[Wrong] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Keep the code, everything that is wrong, and headers to send along."""
        super().__init__(f"{code.number}: {code.title.en}")
        self.code = code
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


def problem(
    code: Code,
    errors: Sequence[Wrong] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return the answer of a refusal."""
    told = Problem(
        type=f"{LIST}#{code.number}",
        status=code.status,
        code=code.number,
        title=code.title.zh,
        title_en=code.title.en,
        remedy=code.remedy.zh,
        remedy_en=code.remedy.en,
        errors=list(errors),
    )
    return HttpResponse(
        told.model_dump_json(), PROBLEM, status=code.status, headers=dict(headers or {})
    )


def wrong(fault: Fault) -> Wrong:
    """Return a fault of the library as the API tells it."""
    words = said(fault)
    return Wrong(
        code=fault.code,
        where=fault.where.cell or "",
        title=fault.zh,
        title_en=fault.en,
        remedy=words.remedy.zh,
        remedy_en=words.remedy.en,
        soft=fault.soft,
    )


def named(code: str, where: str, zh: str, en: str) -> Wrong:
    """Return one wrong thing that has no remedy but the obvious."""
    return Wrong(code=code, where=where, title=zh, title_en=en, remedy="", remedy_en="")
