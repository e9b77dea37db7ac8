"""Load the demo into an empty installation: ``python -m zhence_web.manage demo``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from zhence_web.records.accounts.models import Org, User
from zhence_web.records.accounts.roles import Role
from zhence_web.records.audit.models import Entry
from zhence_web.records.management.demo.accounts import demo_people
from zhence_web.records.management.demo.applications import (
    load_applications,
    load_newcomers,
)
from zhence_web.records.management.demo.assessment import load_assessments
from zhence_web.records.management.demo.boundaries import load_boundaries
from zhence_web.records.management.demo.cast import load_cast
from zhence_web.records.management.demo.contents import load_contents
from zhence_web.records.management.demo.divisions import load_divisions
from zhence_web.records.management.demo.figures import profile_of
from zhence_web.records.management.demo.grades import load_grades, seat_demo_firm
from zhence_web.records.management.demo.ground import load_ground
from zhence_web.records.management.demo.hands import lend_hands
from zhence_web.records.management.demo.lists import load_lists
from zhence_web.records.management.demo.nantong import load_nantong
from zhence_web.records.management.demo.newest import load_newest
from zhence_web.records.management.demo.rankings import load_figures, load_indices
from zhence_web.records.management.demo.returns import (
    Asked,
    load_accepted,
    quarters_before,
)
from zhence_web.records.management.demo.rewards import load_rewards
from zhence_web.records.management.demo.runs import load_runs
from zhence_web.records.management.demo.stage import Stage, moment
from zhence_web.records.management.demo.tasks import (
    load_channels,
    load_rounds,
    load_tasks,
)
from zhence_web.records.management.demo.towns import load_towns
from zhence_web.records.registry.models import Membership


class Command(BaseCommand):
    """Everything of the demo, or nothing: one transaction, once."""

    help = "load the demo: real lists with their sources, everything else made up"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the day that the demo plays on, today by default."""
        parser.add_argument("--today", type=date.fromisoformat, default=None)
        parser.add_argument(
            "--first",
            action="store_true",
            help="only into an installation that holds nothing yet, else say nothing",
        )

    def handle(self, *_args: object, **options: object) -> None:
        """Load it, unless it is there."""
        if options["first"]:
            if Org.objects.exists() or User.objects.exists():
                return
            self.stdout.write("首次启动，装入演示数据（约一分钟）/ loading the demo")
        if Entry.objects.filter(action="demo.load").exists():
            self.stdout.write("演示数据已在库中 / the demo is loaded already")
            demo_people(at=timezone.now(), folder=settings.CONFIG.data_dir)
            return
        today = options["today"]
        stage = stage_of(
            today if isinstance(today, date) else timezone.localdate(),
            self.stdout.write,
        )
        with transaction.atomic():
            load(stage)
            demo_people(at=timezone.now(), folder=settings.CONFIG.data_dir)
            lend_hands(timezone.now())
            seat_demo_firm("qiye", timezone.now())
            load_channels(timezone.now())


def stage_of(today: date, say: Callable[[str], None]) -> Stage:
    """Return the demo of a day; what is loaded counts as of its newest quarter."""
    end = quarters_before(today, today.year - 1)[-1].last
    return Stage(today=today, at=moment(end), say=say)


def load(stage: Stage) -> None:
    """Load every part, the lower contexts first."""
    orgs = load_divisions(stage)
    load_boundaries(stage)
    sites = load_towns(stage, orgs)
    lists = load_lists(stage, sites)
    load_contents(stage, {name: row.site for name, row in lists.items()})
    examples = load_nantong(stage, orgs)
    load_newcomers(stage, orgs)
    cast = load_cast(stage)
    load_ground(stage, lists, cast.people[Role.COUNTY_VERIFIER])
    year = stage.today.year - 1
    towns = [
        Asked(row.site, profile_of(row.site.number), year) for row in lists.values()
    ]
    listed = Membership.objects.filter(site__in=examples).select_related("site")
    towns += [
        Asked(row.site, examples[row.site_id], row.stay_first_year or year)
        for row in listed.order_by("site__number")
    ]
    load_accepted(stage, cast, towns)
    load_newest(stage, cast, towns)
    load_runs(stage, cast)
    load_rounds(stage)
    load_assessments(stage, cast, orgs)
    load_tasks(stage, cast)
    load_applications(stage, cast)
    load_figures(stage)
    load_indices(stage, cast)
    load_grades(stage, cast)
    load_rewards(stage, cast)
