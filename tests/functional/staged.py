"""A site with a small tree, people who can sign in, and one return to fill.

Run as a program, with ``DATA_DIR`` set, it makes the tables and the rows there; the
tests serve that folder. The password is theirs alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tests.functional.serving import serving_rows
from tests.lib.laid import bring_up_to_date

PASSWORD = "three-towns-by-the-lake"  # noqa: S105  # of people who exist in tests only


@contextmanager
def staged(folder: Path) -> Iterator[str]:
    """Serve a site whose rows lie in *folder*; yield its address."""
    with serving_rows("tests.functional.staged", folder) as base:
        yield base


def main() -> None:
    stage()


def stage(until: date | None = date(2099, 12, 31)) -> None:
    """Lay tables and rows; *until* ``None``: nobody put the return's day off."""
    import django

    django.setup()

    from tests.factories.accounts import deputy, let_in
    from tests.factories.reporting import desk, opened

    bring_up_to_date()
    at = desk()
    opened(at, until=until)
    names = {
        "filler": "周填报",
        "verifier": "钱审核",
        "stand-in": "孙代理",
        "city": "李市办",
        "province": "吴省办",
    }
    deputy(at.county, "stand-in")
    let_in(names, PASSWORD)


if __name__ == "__main__":
    main()
