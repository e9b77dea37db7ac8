"""What screens hand to the actions: values of the library under the records' name.

Screens do not import ``zhence.reporting``, which decides; they pass on what was typed.
"""

from zhence.reporting.approval import STATES, State
from zhence.reporting.approval import Act as Deed
from zhence.reporting.forms import ReturnForm
from zhence.reporting.returns import LONGEST_TEXT, LONGEST_TYPED, Typed

__all__ = [
    "LONGEST_TEXT",
    "LONGEST_TYPED",
    "STATES",
    "Deed",
    "ReturnForm",
    "State",
    "Typed",
]
