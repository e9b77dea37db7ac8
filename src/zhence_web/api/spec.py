"""The OpenAPI of the API: what everybody may ask, and what those signed in may."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from zhence_web.api import codes
from zhence_web.api.frame import ROOT
from zhence_web.api.handed import BYTES, SHEET, TAKEN
from zhence_web.api.problems import PROBLEM, Problem
from zhence_web.api.site import API

Spec = dict[str, Any]

_REF = re.compile(r'"#/components/schemas/([^"]+)"')
_ALWAYS = (codes.QUERY, codes.TOKEN_UNKNOWN, codes.ABSENT, codes.METHOD, codes.OFTEN)
_PRIVATE = (codes.GRANT,)
_WRITES = (*(codes.BODY, codes.STATE, codes.LARGE, codes.TYPE, codes.FIELDS),)
_VERSIONED = (codes.STALE, codes.NO_VERSION)
_TAG = {"ETag": {"schema": {"type": "string"}, "description": "what to send on"}}
_FILES = {
    "text/csv": {"schema": {"type": "string"}},
    SHEET: {"schema": {"type": "string", "format": "binary"}},
    "application/vnd.apache.parquet": {
        "schema": {"type": "string", "format": "binary"}
    },
}
_HANDS_OUT = {"file": SHEET, "bytes": BYTES}
_TAKES_A_FILE = frozenset({"taken", "taken_versioned"})
DEEDS = frozenset({"deed", "versioned"}) | _TAKES_A_FILE
VERSIONED = frozenset({"versioned", "taken_versioned"})
"""The kinds of addresses that write, and those of them that need If-Match."""


@cache
def openapi(*, full: bool) -> Spec:
    """Return the description; ``full`` false: of what needs no token."""
    spec: Spec = json.loads(json.dumps(API.get_openapi_schema(path_prefix=ROOT)))
    spec["servers"] = [{"url": "/"}]
    for path in list(spec["paths"]):
        offered = spec["paths"][path]
        offered.pop("head", None)
        for verb, told in list(offered.items()):
            if _private(told) and not full:
                del offered[verb]
            else:
                _finish(told)
        if not offered:
            del spec["paths"][path]
    schemas = spec["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema(
        ref_template="#/components/schemas/{model}"
    )
    schemas |= schemas["Problem"].pop("$defs")
    spec["components"]["schemas"] = {
        name: schemas[name] for name in sorted(_used(spec, schemas))
    }
    spec["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
    }
    return spec


def _private(told: Spec) -> bool:
    return bool(told["x-grant"]) or told["operationId"] == "get_me"


def _finish(told: Spec) -> None:
    kind, private = told["x-kind"], _private(told)
    if private:
        told["security"] = [{"token": []}]
    refusals = [*_ALWAYS]
    if private:
        refusals += _PRIVATE
    if kind in DEEDS:
        refusals += _WRITES
        told["parameters"].append(_header("Idempotency-Key", required=False))
    if kind in VERSIONED:
        refusals += _VERSIONED
        told["parameters"].append(_header("If-Match", required=False))
    _finish_contents(told, kind)
    for code in refusals:
        told["responses"][str(code.status)] = {
            "description": code.title.en,
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }


def _finish_contents(told: Spec, kind: str) -> None:
    """Say which files are sent and taken; a file is not a shape."""
    for status, answer in told["responses"].items():
        answer["headers"] = copy.deepcopy(_TAG)
        if kind == "many" and status == "200":
            answer["content"] |= copy.deepcopy(_FILES)
        if kind in _HANDS_OUT:
            answer["content"] = {_HANDS_OUT[kind]: copy.deepcopy(_FILES[SHEET])}
    if kind in _TAKES_A_FILE:
        content = {each: copy.deepcopy(_FILES[SHEET]) for each in TAKEN}
        told["requestBody"] = {"required": True, "content": content}
    if kind == "one" or kind in _HANDS_OUT:
        told["responses"]["304"] = {"description": "Not Modified"}


def _header(name: str, *, required: bool) -> Spec:
    pattern = {"Idempotency-Key": "^[!-~]{1,255}$"}.get(name)
    schema = {"type": "string"} | ({"pattern": pattern} if pattern else {})
    return {"in": "header", "name": name, "required": required, "schema": schema}


def _used(spec: Spec, schemas: Spec) -> Iterator[str]:
    """Yield the names of the shapes that the paths need, directly or not."""
    seen: set[str] = set()
    waiting = _REF.findall(json.dumps(spec["paths"]))
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            yield name
            waiting += _REF.findall(json.dumps(schemas[name]))
