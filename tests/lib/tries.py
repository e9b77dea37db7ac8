"""Who tries which door about what: the rows of the table over the world."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from tests.factories.world import World, relation
from tests.lib.doors import Row

from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Return

ABSENT = 987_654_321


def address(of: Row, at: World, place: str) -> str:
    return of.address({kind: at.objects[kind][place] for kind in of.kinds})


def nowhere(of: Row, at: World) -> str:
    """The address of the same page about an object that there never was."""
    found: dict[str, object] = {
        kind: next(iter(at.objects[kind].values())) for kind in of.kinds
    }
    found |= dict.fromkeys(of.kinds[-1:], ABSENT)
    if not of.kinds:
        above = "/api/v1/" if of.route.startswith("api:") else reverse("public:home")
        return above + "nothing/of/the/kind/"
    return of.address(found)


def sent(of: Row, at: World, role: Role, seat: str, place: str) -> dict[str, Any]:
    versions = {
        kind: Return.objects.get(pk=int(at.objects[kind][place])).version
        for kind in of.kinds
        if kind.endswith("_return")
    }
    version = next(iter(versions.values()), 0)
    told = {"version": version, "hand": at.hands[role, seat].appointment}
    return {
        name: text.format(**told) if isinstance(text, str) else text
        for name, text in of.sends.items()
    }


def tried(of: Row, at: World) -> Iterator[tuple[Role, str, str]]:
    """A seat and a place for every role and relation; once per role and relation.

    Where the address names nothing, every seat of a role is tried, or one where the
    role does not matter.
    """
    for role in Role:
        if of.names:
            for seat, place in at.pairs(role, of.kinds).values():
                yield role, seat, place
        else:
            for seat in at.seats(role)[: None if of.private else 1]:
                yield role, seat, seat


def comes_in(of: Row, verb: str, role: Role, seat: str, place: str) -> bool:
    near = relation(seat, place) if of.names else ""
    return of.allows(verb, role.value, seat, near)


def first_inside(of: Row, at: World, verb: str) -> tuple[Role, str, str]:
    """Somebody who comes in by this verb, from where, and to what."""
    return next(found for found in tried(of, at) if comes_in(of, verb, *found))
