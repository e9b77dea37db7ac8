"""A site with a published index of three towns, their stars, an office, and a firm.

The worse of the two ranked towns is the better one in a single dimension, so that its
weight decides. Run as a program, with ``DATA_DIR`` set, it makes tables and rows there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.functional.serving import serving_rows
from tests.lib.laid import bring_up_to_date

PASSWORD = "three-towns-by-the-lake"  # noqa: S105  # of people who exist in tests only


@contextmanager
def ranked_site(folder: Path) -> Iterator[str]:
    """Serve a site over the rows in *folder*."""
    with serving_rows("tests.functional.ranked", folder) as base:
        yield base


def main() -> None:
    import django

    django.setup()

    from tests.factories.accounts import hand, let_in, tree
    from tests.factories.lifecycle import NOON, later
    from tests.factories.rankings import ASKED, office, told, towns
    from tests.factories.rewards import named, proposed
    from tests.lib.rosters import credit_code

    from zhence_web.records.accounts.roles import Role
    from zhence_web.records.models import Enterprise, Tenancy
    from zhence_web.records.rankings.indexing import (
        ask_index,
        carry_out_index,
        publish_index,
    )
    from zhence_web.records.rankings.rating import confirm_stars

    bring_up_to_date()
    grown = tree()
    sites, by = towns(grown), office(grown)
    best = {"green_coverage": 1, "wifi_coverage": 1, "inefficient_land_share": 0}
    for code, share in best.items():
        told(sites["other_site"], code, 2025, share, at=later())
    run = ask_index(asked=ASKED, by=by, at=later(2))
    carry_out_index(run=run, clock=lambda: later(2))
    publish_index(run=run, by=by, at=later(3))
    named()
    confirm_stars(run=proposed(by), document="测〔2026〕1号", by=by, at=later(4))
    firm = Enterprise.objects.create(
        credit_code=credit_code(1),
        name="企业1",
        code_checks=True,
        label="synthetic",
        recorded_at=NOON,
    )
    Tenancy.objects.create(enterprise=firm, site_id=sites["site"], recorded_at=NOON)
    hand(Role.ENTERPRISE, grown.site, "firm")
    let_in({"index-office": "李市办", "firm": "冯企业"}, PASSWORD)


if __name__ == "__main__":
    main()
