"""A program that asks the API with a token."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.http import HttpResponse
from django.test import Client

ROOT = "/api/v1"


@dataclass
class Program:
    """Asks as the holder of a token; without one as nobody."""

    secret: str = ""
    client: Client = field(default_factory=Client)

    def get(self, path: str, **headers: str) -> HttpResponse:
        answer: Any = self.client.get(ROOT + path, headers=self._with(headers))
        return cast("HttpResponse", answer)

    def post(
        self, path: str, body: object, *, raw: bytes | None = None, **headers: str
    ) -> HttpResponse:
        sent = json.dumps(body).encode() if raw is None else raw
        told = {"Content-Type": "application/json"} | self._with(headers)
        kind = told.pop("Content-Type")
        answer: Any = self.client.post(
            ROOT + path, data=sent, content_type=kind, headers=told
        )
        return cast("HttpResponse", answer)

    def _with(self, headers: Mapping[str, str]) -> dict[str, str]:
        told = {name.replace("_", "-"): text for name, text in headers.items()}
        if self.secret:
            told.setdefault("Authorization", f"Bearer {self.secret}")
        return told


def said(answer: HttpResponse) -> Any:  # JSON is whatever it is
    return json.loads(answer.content)
