"""What a batch is refused for, in named faults: nothing is guessed, nothing wraps."""

from __future__ import annotations

from zhence.errors import BadInputError, Fault


def overflow(subject: object, column: str) -> BadInputError:
    """Return the refusal of a figure too great for exact whole arithmetic."""
    return BadInputError(
        Fault(
            "batch_overflow",
            f"{subject} 的 {column} 太大，无法精确计算",
            f"{column} of {subject} is too great to be computed exactly",
            remedy="check the unit of this figure",
        )
    )


def not_whole(subject: object, column: str) -> BadInputError:
    """Return the refusal of an amount that is no whole number of smallest units."""
    return BadInputError(
        Fault(
            "batch_not_whole",
            f"{subject} 的 {column} 不是最小单位的整数倍",
            f"{column} of {subject} is not a whole number of smallest units",
            remedy="give the figure to the 分, a third of a m² or 10⁻⁹ of a share",
        )
    )


def column_missing(column: str) -> BadInputError:
    """Return the refusal of a batch without a column that the plan reads."""
    return BadInputError(
        Fault(
            "batch_column_missing",
            f"数据批缺少列 {column}",
            f"the batch has no column {column}",
            remedy="pivot the facts with the same plan",
        )
    )


def column_type(column: str, found: object, wanted: str) -> BadInputError:
    """Return the refusal of a column of another type than the plan reads."""
    return BadInputError(
        Fault(
            "batch_column_type",
            f"列 {column} 的类型是 {found}，应为 {wanted}",
            f"the column {column} is {found}; it must be {wanted}",
            remedy="pivot the facts with the same plan",
        )
    )


def out_of_order(subject: object) -> BadInputError:
    """Return the refusal of rows that do not stand together by subject."""
    return BadInputError(
        Fault(
            "batch_out_of_order",
            f"{subject} 的数据行不连续",
            f"the rows of {subject} do not stand together",
            remedy="sort the rows by subject",
        )
    )


def subject_unknown(subject: object) -> BadInputError:
    """Return the refusal of rows about somebody who is no member."""
    return BadInputError(
        Fault(
            "batch_subject_unknown",
            f"成员表中没有 {subject}",
            f"{subject} is not among the members",
            remedy="add the member, or leave the rows out",
        )
    )


def year_twice(subject: object, year: int) -> BadInputError:
    """Return the refusal of two rows for one subject and year."""
    return BadInputError(
        Fault(
            "batch_year_twice",
            f"{subject} 的 {year} 年有两行",
            f"{subject} has two rows for {year}",
            remedy="keep one row a subject and year",
        )
    )


def plan_too_large(what: str) -> BadInputError:
    """Return the refusal of a rulebook that the kernel's columns cannot hold."""
    return BadInputError(
        Fault(
            "plan_too_large",
            f"规则超出批量计算的范围：{what}",
            f"the rulebook is beyond what the kernel holds: {what}",
            remedy="judge it with the plain judge",
        )
    )
