"""Fifty people at once, for locust: who they are, what they open, how long they think.

The name of a request is its kind and what it is about (``read town``); the figures of
each name are written to ``BENCH_TOLD`` when they leave.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from pathlib import Path

from locust import HttpUser, between, events, task

WORLD = json.loads(os.environ["BENCH_WORLD"])
BARE = "bare" in WORLD
# Each takes the next return, so that nobody is in anybody's way.
FILING = list(WORLD.get("filing", ()))


class Person(HttpUser):
    """Somebody who opens something, looks at it, and opens the next thing."""

    abstract = True
    wait_time = between(1, 5)

    def open(self, kind: str, address: str) -> str:
        """Open a page, as a browser that reads packed pages does."""
        with self.client.get(
            address, name=kind, allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"{address} answered {answer.status_code}")
            return str(answer.text)

    def sign_in(self, session: str) -> None:
        """Come back with a session that has begun already."""
        self.client.cookies.set("sessionid", session)
        self.client.cookies.set("csrftoken", "f" * 32)
        self.client.headers["X-CSRFToken"] = "f" * 32


class Reader(Person):
    """Somebody of the public."""

    weight = 0 if BARE else 30

    @task(4)
    def town(self) -> None:
        """Open the page of some town."""
        self.open("read town", f"/towns/{random.choice(WORLD['towns'])}/")

    @task(2)
    def towns(self) -> None:
        """Turn over the list."""
        self.open("read towns", f"/towns/?page={random.randrange(1, 5)}")

    @task(2)
    def home(self) -> None:
        """Open the first page."""
        self.open("read home", "/")

    @task(1)
    def policy(self) -> None:
        """Open a policy or a clause."""
        held = ("/policies/", "/policies/NT2017/", "/policies/NT2017/NT2017-2.4d/")
        self.open("read policy", random.choice(held))

    @task(1)
    def listed(self) -> None:
        """Ask for a list as a program does."""
        self.open("read api", "/api/v1/towns?size=50")


class Leader(Person):
    """Somebody before the cockpit, which asks for its panels again and again."""

    weight = 0 if BARE else 10

    def on_start(self) -> None:
        """Sit down."""
        self.sign_in(WORLD["leader"])

    @task(2)
    def cockpit(self) -> None:
        """Open it."""
        self.open("cockpit page", "/cockpit/")

    @task(3)
    def panels(self) -> None:
        """Have its script ask what is new."""
        self.open("cockpit panels", "/cockpit/panels/")

    @task(1)
    def evidence(self) -> None:
        """Follow a number."""
        self.open("cockpit evidence", "/cockpit/evidence/standing:ZJ2023:NAMED/")


class Filer(Person):
    """Somebody who fills in a return, cell by cell."""

    weight = 0 if BARE else 10

    def on_start(self) -> None:
        """Take a return of one's own."""
        mine = FILING.pop() if FILING else None
        self.address = f"/desk/returns/{mine['return']}/" if mine else ""
        if mine:
            self.sign_in(mine["session"])

    @task
    def fill(self) -> None:
        """Look at the return, and write a figure into it."""
        if not self.address:
            return
        shown = self.open("read return", self.address)
        version = shown.partition('name="version"')[2].partition('value="')[2]
        form = {"version": version.partition('"')[0], "v-staff": _number()}
        with self.client.post(
            self.address, form, name="write", allow_redirects=False, catch_response=True
        ) as answer:
            where = answer.headers.get("Location", "")
            if answer.status_code == 302 and "login" not in where:
                answer.success()
            else:
                answer.failure(f"answered {answer.status_code} {where}")


class Idle(Person):
    """Somebody who asks the bare peer."""

    weight = 50 if BARE else 0

    @task
    def bare(self) -> None:
        """Ask."""
        self.open("bare", "/bare")


def _number() -> str:
    return str(random.randrange(100, 120))


@events.quitting.add_listener
def _tell(environment: object, **_: object) -> None:
    told = {
        name: {
            "asked": row.num_requests,
            "failed": row.num_failures,
            "p50": row.get_response_time_percentile(0.5),
            "p95": row.get_response_time_percentile(0.95),
            "most": row.max_response_time,
            "a_second": row.total_rps,
        }
        for (name, _), row in environment.stats.entries.items()  # type: ignore[attr-defined]
    }
    kinds: dict[str, Counter[int]] = {}
    for (name, _), row in environment.stats.entries.items():  # type: ignore[attr-defined]
        kinds.setdefault(name.split()[0], Counter()).update(row.response_times)
    faults = [str(e.error) for e in environment.stats.errors.values()]  # type: ignore[attr-defined]
    Path(os.environ["BENCH_TOLD"]).write_text(
        json.dumps(
            {
                "by_name": told,
                "p95": {kind: _within(held, 0.95) for kind, held in kinds.items()},
                "faults": faults[:20],
            }
        ),
        encoding="utf-8",
    )


def _within(taken: Counter[int], share: float) -> int | None:
    """Return the time that *share* of all requests of a kind took at most, in ms."""
    left = share * taken.total()
    for time in sorted(taken):
        left -= taken[time]
        if left <= 0:
            return time
    return None
