"""What every fault of a file says, in Chinese and in English, and what to do.

``code: (what is wrong, the same in English, what to do, the same in English)``.
Names in braces are filled by whoever finds the fault.
"""

from __future__ import annotations

from zhence.intake.wording.files import OF_FILES
from zhence.intake.wording.numbers import OF_NUMBERS
from zhence.intake.wording.rosters import OF_ROSTERS
from zhence.intake.wording.shape import Words
from zhence.intake.wording.values import OF_VALUES

WORDS: dict[str, Words] = {**OF_FILES, **OF_VALUES, **OF_NUMBERS, **OF_ROSTERS}

# What asks instead of refusing: a file with nothing worse is accepted.
WARNINGS: frozenset[str] = frozenset(
    {
        "warnings_more",
        "sheet_hidden",
        "rows_hidden",
        "columns_hidden",
        "table_without_rows",
        "text_direction",
        "credit_code_check",
        "quarters_do_not_sum",
        "cumulative_fell_noted",
        "power_of_ten",
        "percent_or_fraction",
        "period_on_a_day",
    }
)
