"""Worked cases as data: read, answered by the library, compared.

One runner for all cases of a kind; no code knows a case by its id.
"""

from zhence.cases.run import CaseResult, read_cases, run_case

__all__ = ["CaseResult", "read_cases", "run_case"]
