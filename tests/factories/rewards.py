"""A race that an office has settled, and stars that it has proposed."""

from tests.factories.lifecycle import NOON
from tests.factories.rankings import LIST, POLICY

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.models import IndexRun, Membership
from zhence_web.records.rankings.racing import AskedRace, settle_race
from zhence_web.records.rankings.rating import AskedStars, propose_stars

RACE, STARS = "park-race", "town-stars"
HEAD = "编号,名称,推进速度,建设成效,主导产业突出度"
SCORES = (",甲平台,90,90,90", ",乙平台,80,85,75", ",丙平台,80,80,80", ",丁平台,70,,70")
FUND = ("fund", "元", "100、60", "")


def table(*rows: str) -> bytes:
    """A table of scores, as an office hands it in."""
    return "\n".join((HEAD, *(rows or SCORES), "")).encode()


def asked_race(*rows: str, places: int = 2, fund: tuple[str, ...] = FUND) -> AskedRace:
    kind, unit, amounts, block = fund
    prizes = ((kind, unit, amounts, block),)
    return AskedRace(RACE, 2025, places, "scores.csv", table(*rows), prizes)


def settled(by: Hand, *rows: str, places: int = 2) -> int:
    """Return a race that is settled and not published."""
    return settle_race(asked=asked_race(*rows, places=places), by=by, at=NOON)


def named() -> None:
    """Let every town of the list of the indices be a named one."""
    held = Membership.objects.filter(policy=POLICY, list_name=LIST)
    held.update(state="NAMED")


def proposed(by: Hand, year: int = 2025) -> int:
    """Return stars proposed from the newest index."""
    key = IndexRun.objects.values_list("pk", flat=True).latest("pk")
    return propose_stars(asked=AskedStars(STARS, key, year), by=by, at=NOON)
