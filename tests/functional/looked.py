"""A site with towns that have reported, somebody who looks, and a policy officer.

Run as a program, with ``DATA_DIR`` set, it makes the tables and the rows there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.functional.serving import serving_rows
from tests.lib.laid import bring_up_to_date

PASSWORD = "three-towns-by-the-lake"  # noqa: S105  # of people who exist in tests only


@contextmanager
def looked_at(folder: Path) -> Iterator[str]:
    """Serve a site over the rows in *folder*, with the worker that belongs to it."""
    with serving_rows("tests.functional.looked", folder) as base:
        yield base


def main() -> None:
    import django

    django.setup()

    from fractions import Fraction

    from tests.factories.accounts import hand, let_in
    from tests.factories.assessment import figures
    from tests.factories.lifecycle import Town, membership
    from tests.factories.reporting import desk, site, town_return

    from zhence_web.records.accounts.roles import Role

    bring_up_to_date()
    at = desk()
    town_return(
        at, "province_accepted", output_total="12.5", tax_revenue="1.5", staff="900"
    )
    membership(at.tree.site, 1, policy="ZJ2023", list_name="provincial", state="NAMED")
    row = membership(at.tree.site, 1)
    figures(Town(row.pk, at.site, at.tree, at.city, at.province), Fraction(9), 8)
    site(at.tree.other_site, 2)
    hand(Role.LEADER, at.tree.province, "leader")
    hand(Role.POLICY_OFFICER, at.tree.province, "officer")
    let_in({"leader": "王领导", "officer": "赵政策"}, PASSWORD)


if __name__ == "__main__":
    main()
