"""The alert rules of this installation, read once."""

from __future__ import annotations

from functools import cache

from zhence.packs.alert_rules import read_alert_rules
from zhence.packs.locate import data_folder
from zhence.reporting.alerts import Rules


@cache
def alert_rules() -> Rules:
    """Return the alert rules.

    Raises:
        ZhenceError: a rule is faulty, with file and line.
    """
    return read_alert_rules(data_folder("reference") / "alerts")
