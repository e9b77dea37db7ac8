"""What is said about rosters that are handed in: code → Chinese, English, remedies."""

from __future__ import annotations

from zhence.intake.wording.shape import Words

OF_ROSTERS: dict[str, Words] = {
    "amount_below_fen": (
        "小于一分",
        "it is finer than one 分",
        "四舍五入到分",
        "round it to 分",
    ),
    "parts_above_whole": (
        "住宅和商业综合体两部分合计大于总额",
        "housing and commercial complex together are more than the whole",
        "检查三个数和单位",
        "check the three numbers and their units",
    ),
}
