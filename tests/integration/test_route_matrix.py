"""Every address, every role, every relation, every verb, over HTTP.

What is expected stands in ``routes.yaml``; what is there comes from the site's own
list of addresses and from :mod:`tests.factories.world`.
"""

import pytest
from tests.factories.world import ABOVE, World, relation
from tests.lib.asking import Answer, Asking, signed_in
from tests.lib.doors import PUBLIC, Row, doors, rows
from tests.lib.tries import address, comes_in, nowhere, sent, tried

from zhence_web.records.accounts.roles import Role

pytestmark = pytest.mark.django_db
ROWS = rows()
CAME_IN = {200, 302, 400, 409, 422}
VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def test_every_address_has_a_row_and_every_row_an_address():
    there = [door.name for door in doors()]
    assert sorted(there) == sorted(set(there)), "two addresses have one name"
    held = {of.route for of in ROWS.values()}
    assert set(there) - held == set(), "addresses without a row in routes.yaml"
    assert held - set(there) == set(), "rows in routes.yaml without an address"


def test_every_private_view_stands_behind_a_door():
    unmarked = {
        door.name
        for door in doors()
        if door.name.partition(":")[0] in {"desk", "review", "staff"}
        and not door.marked
        and any(who != PUBLIC for who in ROWS[door.name].who.values())
    }
    assert unmarked == set()


def test_the_table_names_only_roles_and_kinds_that_there_are(ask: Asking):
    roles = {role.value for role in Role}
    for held in ROWS.values():
        assert held.who, held.name
        assert set(held.kinds) <= set(ask.world.objects), held.name
        for who in held.who.values():
            assert isinstance(who, str) or set(who) <= roles, held.name


@pytest.mark.matrix
@pytest.mark.parametrize(
    ("name", "verb"), [(name, verb) for name, of in ROWS.items() for verb in of.who]
)
def test_each_role_comes_in_where_the_table_says_and_nowhere_else(
    ask: Asking, name: str, verb: str
):
    of, at = ROWS[name], ask.world
    wrong = [
        f"{role.value} in {seat}, to {place}: {said}"
        for role, seat, place in tried(of, at)
        if (said := fault(ask, of, verb, role, seat, place))
    ]
    assert not wrong, "\n".join(wrong)


def fault(ask: Asking, of: Row, verb: str, role: Role, seat: str, place: str) -> str:
    """What is wrong with the answer that somebody gets; empty: nothing."""
    at = ask.world
    sends = sent(of, at, role, seat, place) if verb == "POST" else {}
    query = of.asks if verb == "GET" else ""
    answer = ask((role, seat), verb, address(of, at, place) + query, sends)
    if not comes_in(of, verb, role, seat, place):
        if not absent(ask, of, verb, role, seat, answer):
            return f"should look absent, and {answer.status}"
        deeds = set(answer.deeds) - {"accounts.denied"}
        return f"looked absent and did {deeds}" if deeds else ""
    wanted = {of.ends} if of.ends and verb == "POST" else CAME_IN
    if of.unset:
        wanted = {404}
    if answer.status not in wanted:
        return f"should come in, and {answer.status}: {answer.body[-300:]!r}"
    return "" if not of.private or of.anywhere else leak(at, seat, answer)


def absent(
    ask: Asking, of: Row, verb: str, role: Role, seat: str, answer: Answer
) -> bool:
    query = of.asks if verb == "GET" else ""
    there = nowhere(of, ask.world) + query
    sends = of.sends if verb == "POST" else {}
    other = ask.once((role, seat), verb, there, sends)
    return answer.status == 404 and answer.same_as(other)


def leak(at: World, seat: str, answer: Answer) -> str:
    told = [name for name in at.unseen(seat) if name.encode() in answer.body]
    return f"tells of {told}" if told else ""


@pytest.mark.matrix
@pytest.mark.parametrize("name", ROWS)
def test_nobody_signed_in_is_led_to_sign_in_and_sees_nothing(ask: Asking, name: str):
    of, at = ROWS[name], ask.world
    seats = {place: (role, seat) for role, seat, place in tried(of, at)}
    for verb, who in of.who.items():
        got = [
            ask(None, verb, address(of, at, p), sent(of, at, *seats[p], p))
            for p in sorted(seats)
        ]
        if of.names:
            got.append(
                ask(None, verb, nowhere(of, at), of.sends if verb == "POST" else {})
            )
        for answer in got:
            assert answer.deeds == ()
            if who != PUBLIC:
                if name.startswith("api:"):
                    assert answer.status == 401
                    continue
                assert answer.status == 302
                assert "/accounts/login/?next=" in answer.location
        if who != PUBLIC and verb == "GET":
            assert len({answer.body for answer in got}) == 1


@pytest.mark.matrix
@pytest.mark.parametrize("name", ROWS)
def test_no_other_verb_does_or_tells_anything(ask: Asking, name: str):
    of, at = ROWS[name], ask.world
    inside = next(
        (
            (role, seat, place)
            for role, seat, place in tried(of, at)
            if any(comes_in(of, verb, role, seat, place) for verb in of.who)
        ),
        None,
    )
    assert inside is not None, "nobody comes in here at all"
    role, seat, place = inside
    here = address(of, at, place)
    ours = ":" in name or name == "healthz"  # the package's views are not
    for verb in sorted(set(VERBS) - set(of.who)):
        for who in ((role, seat), None):
            answer = ask(who, verb, here)
            assert answer.status == 405 if ours else answer.status < 500, verb
            assert answer.deeds == ()
    assert ask((role, seat), "HEAD", here).body == b""
    options = ask((role, seat), "OPTIONS", here)
    assert leak(at, seat, options) == "" or not of.private
    if of.names:
        outside = {
            r: (s, p)
            for r, s, p in tried(of, at)
            if not any(comes_in(of, verb, r, s, p) for verb in of.who)
        }
        for r, (s, p) in outside.items():
            answer = ask((r, s), "HEAD", address(of, at, p))
            other = ask.once((r, s), "HEAD", nowhere(of, at))
            assert answer.same_as(other), (r.value, s, p)


@pytest.mark.matrix
@pytest.mark.parametrize("name", [n for n, held in ROWS.items() if held.lists])
def test_a_list_shows_all_of_one_s_branch_and_nothing_else(ask: Asking, name: str):
    of, at = ROWS[name], ask.world
    for role, seat, _ in tried(of, at):
        if not comes_in(of, "GET", role, seat, seat):
            continue
        page = ask((role, seat), "GET", address(of, at, seat) + of.asks).body.decode()
        for led, near in of.lists.items():
            there = ROWS[led]
            for place in ABOVE:
                if any(place not in at.objects[kind] for kind in there.kinds):
                    continue
                shown = f'"{address(there, at, place)}"' in page
                stands = relation(seat, place)
                opens = there.allows("GET", role.value, seat, stands)
                wanted = opens and stands in near.split()
                assert shown == wanted, (role.value, seat, place, led)


@pytest.mark.matrix
@pytest.mark.parametrize("name", [n for n, held in ROWS.items() if "POST" in held.who])
def test_no_form_is_taken_without_its_token(ask: Asking, name: str):
    of, at = ROWS[name], ask.world
    role, seat, place = next(
        found for found in tried(of, at) if comes_in(of, "POST", *found)
    )
    strict = signed_in(at.hands[role, seat], csrf=True)
    answer = ask(
        None,
        "POST",
        address(of, at, place),
        sent(of, at, role, seat, place),
        client=strict,
    )
    assert answer.status == 403
    assert answer.deeds == ()
