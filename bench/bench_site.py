"""W7: the site under fifty mixed users, on SQLite and on PostgreSQL.

    python bench/bench_site.py                      40 seconds on each
    python bench/bench_site.py --seconds 10 --only sqlite

Thirty read public pages, ten sit before the cockpit, ten fill in returns; each thinks
for one to five seconds between two requests. The same fifty then ask a Django that
answers one line of JSON and nothing else. Last, one client asks page after page over
one open connection, in turn the bare view, ours, and a list of the same fifty rows by
Django REST framework: the ratios of their medians.
Everything is on this machine's own address. It never fails on a time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from contest import Timing, contest, keep, machine
from site_run import BENCH, HOST, Asker, environ, lay, postgres, served

PEOPLE, A_SECOND = 50, 25
ROUNDS, ASKED = 5, 60
LIMITS = {"read": 150, "cockpit": 300, "write": 300}
LISTED = "/api/v1/towns?size=50"
HOT = {
    "home": "/",
    "town": "/towns/zj-019/",
    "policy": "/policies/NT2017/",
    "api towns": LISTED,
}


def main() -> int:
    """Run on each database, print, and keep the figures."""
    options = _options()
    told: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="zhence-w7-") as temporary:
        for name in options.only or ("sqlite", "postgresql"):
            folder = Path(temporary) / name
            folder.mkdir()
            if name == "sqlite":
                told[name] = _measured(folder, "", options.seconds)
            else:
                with postgres(folder) as database:
                    told[name] = _measured(folder, database, options.seconds)
            print(_lines(name, told[name]))
    path = keep(
        f"site-{datetime.now(tz=UTC):%Y%m%dT%H%M%SZ}",
        {
            "workload": "W7",
            "people": PEOPLE,
            "seconds": options.seconds,
            "machine": machine(
                "zhence", "django", "djangorestframework", "granian", "locust"
            ),
            "limits_ms": LIMITS,
            "databases": told,
        },
    )
    print(f"W7: figures in {path}")
    return 0


def _measured(folder: Path, database: str, seconds: int) -> dict[str, object]:
    world = lay(folder, database, "demo")
    bare_at = str(BENCH / "site_bare.py")
    with served(folder, database) as site:
        for address in HOT.values():  # the first of each reads the packs
            Asker(site).get(address)
        Asker(site, str(world["leader"])).get("/cockpit/")
        rows = _rows(site, LISTED)
        (folder / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
        with served(folder, database, bare_at) as bare:
            assert _rows(bare, "/rows") == rows, "the lists differ"
            return {
                "people": _crowd(folder, site, world, seconds),
                "bare": _crowd(folder, bare, {"bare": True}, max(seconds // 2, 10)),
                "in_turn": contest(_askers(site, bare, str(world["leader"])), ROUNDS),
            }


def _rows(port: int, address: str) -> list[object]:
    held: list[object] = json.loads(Asker(port).get(address)[1])["items"]
    return held


def _crowd(
    folder: Path, port: int, world: Mapping[str, object], seconds: int
) -> dict[str, object]:
    """Let everybody in, and return what each kind of request took, in ms."""
    out = folder / "told.json"
    subprocess.run(
        [
            *(sys.executable, "-m", "locust", "-f", str(BENCH / "site_people.py")),
            *("--headless", "--host", f"http://{HOST}:{port}", "--only-summary"),
            *("-u", str(PEOPLE), "-r", str(A_SECOND), "-t", f"{seconds}s"),
            # Fifty people do not come in by one door in two seconds.
            "--reset-stats",
            *("--exit-code-on-error", "0", "--loglevel", "ERROR"),
        ],
        env=environ(folder, "", BENCH_WORLD=json.dumps(world), BENCH_TOLD=str(out)),
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    told: dict[str, object] = json.loads(out.read_text(encoding="utf-8"))
    return told


def _askers(site: int, bare: int, leader: str) -> dict[str, Callable[[], object]]:
    def asking(asker: Asker, address: str) -> Callable[[], object]:
        def ask() -> None:
            for _ in range(ASKED):
                status, _body = asker.get(address)
                assert status == 200, (address, status)

        return ask

    looks = Asker(site, leader)
    return {
        "bare": asking(Asker(bare), "/bare"),
        "drf rows": asking(Asker(bare), "/rows"),
        **{name: asking(Asker(site), address) for name, address in HOT.items()},
        "cockpit": asking(looks, "/cockpit/"),
        "cockpit panels": asking(looks, "/cockpit/panels/"),
    }


def _lines(database: str, told: Mapping[str, object]) -> str:
    people, bare = told["people"], told["bare"]
    of_bare = bare["by_name"]["bare"]
    lines = []
    for name, row in sorted(people["by_name"].items()):
        limit = LIMITS[name.split()[0]]
        lines.append(
            f"W7 {database} {name}: {row['asked']} asked, {row['failed']} failed, "
            f"p50 {row['p50']:.0f} ms, p95 {row['p95']:.0f} ms "
            f"(limit {limit}; bare Django {of_bare['p95']:.0f})"
        )
    lines += [
        f"W7 {database} every {kind}: p95 {taken} ms (limit {LIMITS[kind]})"
        for kind, taken in people["p95"].items()
    ]
    lines += [f"W7 {database} fault: {fault}" for fault in people["faults"]]
    turns: Mapping[str, Timing] = told["in_turn"]
    base = turns["bare"].wall
    lines += [
        f"W7 {database} in turn, {name}: {ASKED / time.wall:.0f} a second, "
        f"{base / time.wall:.2f} of bare Django JSON"
        for name, time in turns.items()
    ]
    ratio = turns["drf rows"].wall / turns["api towns"].wall
    lines.append(f"W7 {database}: {ratio:.1f} x a list by Django REST framework")
    return "\n".join(lines)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=40)
    parser.add_argument("--only", choices=("sqlite", "postgresql"), nargs="*")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
