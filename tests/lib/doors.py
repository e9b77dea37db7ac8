"""The doors of the site, from its own list of addresses, and the table of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.factories.world import SEATED

TABLE = Path(__file__).parent.parent / "integration" / "routes.yaml"
VERBS = ("GET", "POST")

PUBLIC, SIGNED_IN = "public", "signed_in"


@dataclass(frozen=True)
class Door:
    """An address as the site lists it; *marked*: its view says who comes in."""

    name: str
    pattern: str
    marked: bool


@dataclass(frozen=True)
class Row:
    """What the table says of a door.

    *who* gives for each verb either a word for everybody, or for each role the
    relations in which it comes in; a verb that is not in it does not exist.
    *names* says for each part of the address which kind of object it names.
    """

    name: str
    who: Mapping[str, str | Mapping[str, frozenset[str]]]
    names: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    asks: str = ""
    sends: Mapping[str, Any] = field(default_factory=dict)
    ends: int | None = None
    lists: Mapping[str, str] = field(default_factory=dict)
    anywhere: bool = False
    unset: bool = False

    @property
    def route(self) -> str:
        return self.name.split()[0]

    @property
    def private(self) -> bool:
        return not any(isinstance(who, str) for who in self.who.values())

    @property
    def kinds(self) -> list[str]:
        return list(self.names.values())

    def allows(self, verb: str, role: str, seat: str, relation: str = "") -> bool:
        """Say whether a role comes in from a seat, to an object that stands so to it.

        Without an object the seat itself counts.
        """
        who = self.who.get(verb, {})
        if isinstance(who, str):
            return True
        near = who.get(role, frozenset())
        return (relation or seat) in near

    def address(self, values: Mapping[str, object]) -> str:
        """The address of the objects of each kind, without the query."""
        given = {part: values[kind] for part, kind in self.names.items()}
        return reverse(self.route, kwargs={**self.fixed, **given})


def doors() -> list[Door]:
    """Every address that the site answers."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(
    patterns: list[URLPattern | URLResolver], before: str, space: str
) -> Iterator[Door]:
    for one in patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, pattern, inner)
        else:
            marked = hasattr(one.callback, "action")
            yield Door(f"{space}{one.name}", pattern, marked)


def rows() -> dict[str, Row]:
    """The table; a word that no row knows is a mistake in it."""
    told = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return {name: _row(name, dict(line)) for name, line in told["routes"].items()}


def _row(name: str, line: dict) -> Row:
    who = {verb: _who(line.pop(verb.lower())) for verb in VERBS if verb.lower() in line}
    return Row(name=name, who=who, **line)


def _who(told: object) -> str | dict[str, frozenset[str]]:
    if isinstance(told, str):
        assert told in {PUBLIC, SIGNED_IN}, told
        return told
    if isinstance(told, list):
        return {role: frozenset(SEATED) for role in told}
    assert isinstance(told, dict), told
    return {role: frozenset(near.split()) for role, near in told.items()}
