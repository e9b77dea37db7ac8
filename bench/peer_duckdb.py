"""The same judgement by hand in SQL: intervals, gaps and the life cycle, exactly.

From the long Parquet, as a good analyst would write it: one pass to one row a
subject and year, windows for what is cumulative, verdicts as whole numbers, and
ten steps of the life cycle side by side.
The verdict codes are those of the kernel (PASS 1 … FAIL 7), so that every row
can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

_YI = 10**10

_CUBE = """
CREATE OR REPLACE TEMP TABLE cube AS
WITH listed AS (
    SELECT subject, state, was_creation, stay_first_year AS first_year,
        year(listed_on) AS since,
        CASE WHEN category IS NULL THEN 20::BIGINT
            WHEN category IN ('high_end_manufacturing', 'other') THEN 30
            ELSE 20 END * {yi} AS floor_lo,
        CASE WHEN category IS NULL OR category IN ('high_end_manufacturing', 'other')
            THEN 30::BIGINT ELSE 20 END * {yi} AS floor_hi
    FROM '{folder}/members.parquet'
), yearly AS (
    SELECT subject, year("end" - INTERVAL 1 DAY) AS year,
        sum(amount) FILTER (indicator = 'eligible_investment')::BIGINT AS eligible,
        sum(amount) FILTER (indicator = 'lead_investment')::BIGINT AS lead,
        sum(amount) FILTER (indicator = 'plan_cumulative')::BIGINT AS plan,
        sum(amount) FILTER (indicator = 'plan_total')::BIGINT AS total,
        sum(amount) FILTER (indicator = 'lead_share')::BIGINT AS reported
    FROM '{folder}/reports.parquet' GROUP BY ALL
), found AS (
    SELECT DISTINCT subject, year FROM '{folder}/decisions.parquet'
    WHERE what = 'finding'
)
SELECT m.*, y.year, plan, found.year IS NOT NULL AS finding,
    sum(coalesce(eligible, 0)) OVER w::BIGINT AS el,
    count(eligible) OVER w AS el_count,
    sum(coalesce(lead, 0)) OVER w::BIGINT AS le,
    count(lead) OVER w AS le_count,
    y.year - since + 1 AS years,
    last_value(total IGNORE NULLS) OVER w AS total,
    last_value(reported IGNORE NULLS) OVER w AS reported
FROM listed m CROSS JOIN range({first}, {last} + 1) y(year)
LEFT JOIN yearly ON yearly.subject = m.subject AND yearly.year = y.year
LEFT JOIN found ON found.subject = m.subject AND found.year = y.year
WINDOW w AS (PARTITION BY m.subject ORDER BY y.year)
"""

# Where every year since the listing was reported the amount is a point, else it
# is bounded from below alone.
_JUDGED = """
CREATE OR REPLACE TEMP TABLE judged AS
WITH known AS (
    SELECT *, el_count = years AS el_known, le_count = years AS le_known,
        greatest(coalesce(total, 0), floor_lo) AS base_lo,
        greatest(coalesce(total, 0), floor_hi) AS base_hi,
        (el_count = 0 OR le_count = 0) AND reported IS NOT NULL AS told
    FROM cube
), forms AS (
    SELECT *,
        5 * el - base_hi AS first_lo,
        CASE WHEN el_known THEN 5 * el - base_lo END AS first_hi,
        el - plan AS later_lo,
        CASE WHEN el_known THEN el - coalesce(plan, 0) END AS later_hi,
        CASE WHEN el_known THEN 3 * le - 7 * (el - le) END AS share_lo,
        CASE WHEN le_known THEN 3 * le - 7 * greatest(el - le, 0) END AS share_hi
    FROM known
)
SELECT *,
    CASE WHEN first_lo >= 0 THEN 1 WHEN first_hi < 0 THEN 7 ELSE 4 END::TINYINT AS f,
    CASE WHEN later_lo >= 0 THEN 1 WHEN later_hi < 0 THEN 7 ELSE 4 END::TINYINT AS l,
    CASE
        WHEN told THEN CASE WHEN reported >= 700000000 THEN 1 ELSE 7 END
        WHEN el_known AND le > el THEN 6
        WHEN el_known AND el = 0 THEN 5
        WHEN el <= 0 AND le <= 0 AND (share_lo = 0 OR share_hi = 0) THEN 4
        WHEN share_lo >= 0 THEN 1
        WHEN share_hi < 0 THEN 7
        ELSE 4
    END::TINYINT AS s,
    CASE WHEN finding THEN 7 ELSE 1 END::TINYINT AS d
FROM forms
"""

_WIDE = """
CREATE OR REPLACE TEMP TABLE wide AS
SELECT subject, any_value(first_year) AS first_year, any_value(state) AS state,
    any_value(was_creation) AS was, {columns}
FROM judged GROUP BY subject
"""

# One year: what fails, what is proposed, and where it leads when it is decided.
# 1 surely, 4 perhaps, 7 not: an AND is the greatest, an OR the least.
_STEP = """
y{k}a AS (
    SELECT *,
        CASE WHEN {year} < first_year THEN 0
            WHEN stay{k} = {year} AND stay{k} > first_year THEN greatest(f{k}, l{k})
            WHEN stay{k} = {year} THEN f{k}
            WHEN stay{k} < {year} THEN l{k} ELSE 0 END AS p{k},
        {year} >= first_year AS a{k}
    FROM y{before}
), y{k}b AS (
    SELECT *,
        CASE WHEN 7 IN (p{k}, s{k}, d{k}) THEN 7
            WHEN greatest(p{k}, s{k}, d{k}) >= 4 THEN 4 ELSE 1 END AS r{k},
        CASE WHEN NOT a{k} THEN 9 WHEN p{k} = 7 THEN 1 WHEN p{k} = 1 THEN 7
            ELSE 4 END AS x{k}
    FROM y{k}a
), y{k}c AS (
    SELECT *,
        CASE WHEN x{k} < 9 AND {xb} < 9
            THEN least(best{before}, CASE WHEN greatest(x{k}, {xb}) = 7 THEN 7
                WHEN greatest(x{k}, {xb}) = 4 THEN 4 ELSE 1 END)
            ELSE best{before} END AS best{k}
    FROM y{k}b
), y{k}d AS (
    SELECT *,
        CASE WHEN state{k} IN ('CREATION', 'CULTIVATION') AND best{k} = 1
                AND (state{k} = 'CREATION' OR was{k}) THEN 1
            WHEN state{k} = 'CREATION' AND a{k} AND stay{k} = {year} AND r{k} = 7
                THEN 2
            ELSE -1 END::TINYINT AS proposal{k}
    FROM y{k}c
), y{k} AS (
    SELECT *,
        CASE proposal{k} WHEN 1 THEN 'EXITED' WHEN 2 THEN 'CULTIVATION'
            ELSE state{k} END AS state{next},
        CASE WHEN proposal{k} > 0 THEN {year} + 1 ELSE stay{k} END AS stay{next},
        was{k} OR (proposal{k} > 0 AND state{k} = 'CREATION') AS was{next}
    FROM y{k}d
)"""

_LIVES = """
CREATE OR REPLACE TEMP TABLE lives AS
WITH y0 AS (
    SELECT *, state AS state1, first_year AS stay1, was AS was1, 7 AS best0 FROM wide
), {steps}
{rows}
"""

_OUTCOME = """
CREATE OR REPLACE TEMP TABLE outcome AS
SELECT j.subject, j.year, v.state, v.proposal,
    CASE WHEN j.year = v.stay THEN f ELSE 0 END::TINYINT AS first_progress,
    CASE WHEN j.year = v.stay AND v.stay > first_year THEN l ELSE 0 END::TINYINT
        AS re_entry,
    CASE WHEN j.year > v.stay THEN l ELSE 0 END::TINYINT AS later_progress,
    s AS share, d AS finding, v.result::TINYINT AS result,
    CASE WHEN j.year = v.stay THEN first_lo WHEN j.year > v.stay THEN 5 * later_lo END
        AS progress_gap_lo,
    CASE WHEN j.year = v.stay THEN first_hi WHEN j.year > v.stay THEN 5 * later_hi END
        AS progress_gap_hi,
    CASE WHEN NOT told THEN share_lo END AS share_gap_lo,
    CASE WHEN NOT told THEN share_hi END AS share_gap_hi,
    (NOT el_known)::TINYINT AS el_missing, (NOT le_known)::TINYINT AS le_missing,
    (plan IS NULL)::TINYINT AS plan_missing
FROM judged j JOIN lives v ON v.subject = j.subject AND v.year = j.year
"""


class Peer:
    """A connection with its own memory, and the register it reads."""

    def __init__(self, folder: Path, years: Sequence[int], threads: int) -> None:
        """Write the statements for these *years*."""
        self._connection = duckdb.connect()
        self._connection.execute(f"SET threads = {threads}")
        held = {"folder": folder, "first": years[0], "last": years[-1], "yi": _YI}
        columns = ", ".join(
            f"max({name}) FILTER (year = {year}) AS {name}{k}"
            for k, year in enumerate(years, 1)
            for name in ("f", "l", "s", "d")
        )
        steps = ", ".join(
            _STEP.format(
                k=k,
                year=year,
                before=k - 1,
                next=k + 1,
                xb=f"x{k - 1}" if k > 1 else "9",
            )
            for k, year in enumerate(years, 1)
        )
        rows = " UNION ALL ".join(
            f"SELECT subject, {year} AS year, state{k} AS state, stay{k} AS stay, "
            f"r{k} AS result, proposal{k} AS proposal FROM y{len(years)}"
            for k, year in enumerate(years, 1)
        )
        self._statements = (
            _CUBE.format(**held),
            _JUDGED,
            _WIDE.format(columns=columns),
            _LIVES.format(steps=steps, rows=rows),
            _OUTCOME,
        )

    def judge(self) -> None:
        """Judge the register from its Parquet files into a table in memory."""
        for statement in self._statements:
            self._connection.execute(statement)

    def outcome(self) -> pa.Table:
        """Return the outcome, by year and subject."""
        found = self._connection.sql("SELECT * FROM outcome ORDER BY year, subject")
        return found.to_arrow_table()
