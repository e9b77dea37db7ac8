"""The packs this installation trusts, and what follows from them for real towns."""

from zhence_web.packbook.accounts import Account, EquationAccount
from zhence_web.packbook.benchmark import Benchmark
from zhence_web.packbook.book import BENCHMARK, REPLAYED, Packbook, packbook
from zhence_web.packbook.bulletins import Bulletin, Notice
from zhence_web.packbook.clauses import Passage
from zhence_web.packbook.compared import Compared
from zhence_web.packbook.figures import Figure
from zhence_web.packbook.graded import GradeAccount
from zhence_web.packbook.grades import Basis, YearGrade
from zhence_web.packbook.library import Policy
from zhence_web.packbook.registry import Place, Town
from zhence_web.packbook.report import Printed, printed_value
from zhence_web.packbook.standings import Moment, Standing
from zhence_web.packbook.words import GRADES, UNKNOWN, UNLISTED

__all__ = [
    "BENCHMARK",
    "GRADES",
    "REPLAYED",
    "UNKNOWN",
    "UNLISTED",
    "Account",
    "Basis",
    "Benchmark",
    "Bulletin",
    "Compared",
    "EquationAccount",
    "Figure",
    "GradeAccount",
    "Moment",
    "Notice",
    "Packbook",
    "Passage",
    "Place",
    "Policy",
    "Printed",
    "Standing",
    "Town",
    "YearGrade",
    "packbook",
    "printed_value",
]
