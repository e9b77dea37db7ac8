"""A site with a town that missed its first year, and the office that judges it.

Run as a program, with ``DATA_DIR`` set, it makes the tables and the rows there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.functional.serving import serving_rows
from tests.lib.laid import bring_up_to_date

PASSWORD = "three-towns-by-the-lake"  # noqa: S105  # of people who exist in tests only


@contextmanager
def judged_site(folder: Path) -> Iterator[str]:
    """Serve a site over the rows in *folder*, with the worker that belongs to it."""
    with serving_rows("tests.functional.judged", folder) as base:
        yield base


def main() -> None:
    import django

    django.setup()

    from fractions import Fraction

    from tests.factories.accounts import hand, let_in
    from tests.factories.assessment import figures
    from tests.factories.lifecycle import town

    from zhence_web.records.accounts.roles import Role

    bring_up_to_date()
    made = town()
    figures(made, Fraction(899, 100))
    hand(Role.AUDITOR, made.tree.province, "auditor")
    let_in({"li": "李市办", "auditor": "郑审计"}, PASSWORD)


if __name__ == "__main__":
    main()
