"""Files that a small site hands in: filled returns, and what is read of an upload."""

from datetime import date

from tests.lib.filledforms import filled
from tests.lib.rosters import Value

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.intake.actions import Sent
from zhence_web.records.intake.reads import return_template
from zhence_web.records.models import Return, Upload


def filled_return(of: int, by: Hand, on: date, **values: Value) -> bytes:
    """The template of a return, filled."""
    made = return_template(of, by, on)
    assert made is not None
    return filled(made.data, values)


def sent(
    data: bytes, *, trial: bool = False, name: str = "t.xlsx", **reasons: str
) -> Sent:
    return Sent(name, data, trial=trial, reasons=reasons)


def told(upload: int) -> Upload:
    return Upload.objects.get(pk=upload)


def codes(upload: int) -> set[str]:
    """The codes of the faults of an upload."""
    return {fault[0] for fault in told(upload).faults}


def cells(of: int) -> dict[str, str]:
    """What is kept of the newest revision, by item."""
    newest = Return.objects.get(pk=of).revisions.order_by("-number")[0]
    return dict(newest.cells.values_list("item", "typed"))
