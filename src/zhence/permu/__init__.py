"""Per-mu benefit (亩均效益综合评价): firms scored by what they make of their land.

population ▸ benchmark ▸ score ▸ rank ▸ band ▸ veto ▸ protection, one file a stage.
The method is a frozen value, the :class:`Scheme`; :func:`run` works on columns of
millions of firms, :func:`grade_plainly` says the same firm by firm in fractions.
"""

from zhence.permu.firm import Firm, with_groups
from zhence.permu.plain import Graded, grade_plainly
from zhence.permu.population import Standing
from zhence.permu.register import Register, register_of
from zhence.permu.run import Outcome, run
from zhence.permu.scheme import Scheme

__all__ = [
    "Firm",
    "Graded",
    "Outcome",
    "Register",
    "Scheme",
    "Standing",
    "grade_plainly",
    "register_of",
    "run",
    "with_groups",
]
