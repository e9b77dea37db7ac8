"""The only writers of applications: sent, verified, taken on, sent back.

Four eyes: whoever had a hand in it does not approve it. Taking one on is no decision:
the site comes on the list in the state in which one applies, and the policy's own
transition is then proposed, and decided by the body that it names.
"""

from zhence_web.records.applications.answers import Typed
from zhence_web.records.applications.approving import (
    send_back_application,
    take_on_application,
    verify_application,
)
from zhence_web.records.applications.sending import (
    LONGEST_NOTE,
    Sending,
    send_application,
)
from zhence_web.records.lifecycle.forms import Paper

__all__ = [
    "LONGEST_NOTE",
    "Paper",
    "Sending",
    "Typed",
    "send_application",
    "send_back_application",
    "take_on_application",
    "verify_application",
]
