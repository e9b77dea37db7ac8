"""The description for programs, and the page about the API for people."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhence.evidence import Text
from zhence_web.api.calling import Door
from zhence_web.api.codes import CODES
from zhence_web.api.problems import ProblemError, problem
from zhence_web.api.spec import VERSIONED, Spec, openapi
from zhence_web.api.words import SUMMARIES
from zhence_web.records.access.grants import GRANTS

_TAGS = {
    "about": Text("接口自身", "The API itself"),
    "policies": Text("政策和条款", "Policies and clauses"),
    "towns": Text("小镇名录", "Towns"),
    "forms": Text("报表样式和指标", "Forms and indicators"),
    "returns": Text("报表", "Returns"),
    "uploads": Text("工作簿", "Workbooks"),
    "registry": Text("名录", "Registry"),
    "applications": Text("名单申报", "Applications"),
    "assessment": Text("研判和决定", "Assessments and decisions"),
    "casework": Text("案件、豁免、事件", "Cases, exemptions and events"),
    "evidence": Text("数字的出处", "Where a number comes from"),
    "tasks": Text("任务", "Tasks"),
    "organisations": Text("机构", "Organisations"),
    "audit": Text("审计", "Audit"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One address as the page lists it."""

    verb: str
    path: str
    summary: Text
    grant: str
    private: bool
    parameters: tuple[str, ...]
    versioned: bool


@require_safe
def describe(request: HttpRequest) -> HttpResponse:
    """Send the OpenAPI: all of it to who is known, else what needs no token."""
    try:
        call = Door()(request)
    except ProblemError as error:
        return problem(error.code, error.errors, error.headers)
    return JsonResponse(openapi(full=call.caller is not None))


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show what can be asked, with what, and what a refusal means."""
    full = request.user.is_authenticated
    return render(
        request,
        "api/docs.html",
        {
            "tags": list(_by_tag(openapi(full=full)).items()),
            "full": full,
            "codes": CODES,
            "grants": [(grant.value, words) for grant, words in GRANTS.items()],
            "today": timezone.localdate(),
        },
    )


def _by_tag(spec: Spec) -> dict[Text, list[Line]]:
    found: dict[Text, list[Line]] = {}
    for path, offered in spec["paths"].items():
        for verb, told in offered.items():
            line = Line(
                verb=verb.upper(),
                path=path,
                summary=Text(SUMMARIES[told["operationId"]], told["summary"]),
                grant=told["x-grant"],
                private="security" in told,
                parameters=tuple(
                    p["name"] for p in told["parameters"] if p["in"] == "query"
                ),
                versioned=told["x-kind"] in VERSIONED,
            )
            found.setdefault(_TAGS[told["tags"][0]], []).append(line)
    return found
