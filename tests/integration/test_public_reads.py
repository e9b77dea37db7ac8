"""What the public pages cost: queries, bytes, and nothing at all the second time."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories.accounts import organisation
from tests.factories.lifecycle import Town, deciding, later, membership, town

from zhence_web.records.kept import forget
from zhence_web.records.lifecycle.actions import publish_decision, record_decision
from zhence_web.records.models import Head, Site

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/towns/",
    "/towns/zj-019/",
    "/policies/",
    "/policies/NT2017/",
    "/policies/NT2017/NT2017-2.4d/",
    "/policies/compare/",
    "/bulletins/",
    "/data/",
    "/replay/",
    "/about/",
]
RECORDED = ["/", "/towns/", "/towns/zj-019/", "/bulletins/", "/data/"]
"""Those that ask the tables, too."""
MOST_QUERIES = 12
KIB = 1024
MOST_PACKED = 40 * KIB
"""What a page may weigh as it travels; one that grows past it wants a pager."""


def queries(address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert Client().get(address).status_code == 200, address
    return len(seen)


def decide(made: Town, years: range) -> None:
    """Publish a decision for each year, each by itself."""
    for number in years:
        row = record_decision(
            membership=made.membership,
            deciding=deciding("exempt_year", "municipal_government", year=number),
            by=made.city,
            at=later(number - 2018),
        )
        publish_decision(decision=row, by=made.city, at=later(number - 2018))


def many_sites(made: Town, numbers: range) -> None:
    """Put as many more organisations on record, each with a site and a membership."""
    for number in numbers:
        org = organisation(f"S{number}", "site", f"{number}号镇", made.tree.county)
        membership(org, number)


def test_no_public_page_takes_a_query_for_each_decision_or_town():
    made = town()
    Site.objects.update(number=19)
    counts = []
    for years, numbers in (
        (range(2019, 2021), range(9001, 9011)),
        (range(2021, 2031), range(9011, 9041)),
    ):
        decide(made, years)
        many_sites(made, numbers)
        forget()
        counts.append({address: queries(address) for address in RECORDED})
    assert counts[0] == counts[1]
    assert max(counts[1].values()) <= MOST_QUERIES


def test_what_was_made_is_read_with_one_query_and_goes_out_packed():
    for address in PAGES:
        first = Client().get(address, headers={"accept-encoding": "gzip"})
        assert first.headers["Content-Encoding"] == "gzip", address
        assert len(first.content) <= MOST_PACKED, (address, len(first.content))
        assert queries(address) == 1, address
        tag = first.headers["ETag"]
        held = {"accept-encoding": "gzip", "if-none-match": tag}
        assert Client().get(address, headers=held).status_code == 304, address


def test_a_decision_is_on_the_next_page_that_anybody_reads():
    made = town()
    Site.objects.update(number=19)
    before = {a: Client().get(a).content for a in ("/", "/towns/zj-019/", "/about/")}
    decide(made, range(2019, 2020))
    after = {a: Client().get(a).content for a in before}
    assert [a for a in before if before[a] != after[a]] == ["/", "/towns/zj-019/"]


@pytest.mark.django_db(transaction=True)
def test_pages_stand_and_are_not_kept_while_the_chain_cannot_be_read():
    with connection.schema_editor() as editor:
        editor.alter_db_table(Head, "records_head", "records_away")
    try:
        answer = Client().get("/towns/")
        assert (answer.status_code, answer.has_header("ETag")) == (200, False)
    finally:
        with connection.schema_editor() as editor:
            editor.alter_db_table(Head, "records_away", "records_head")
    assert Client().get("/towns/").has_header("ETag")
