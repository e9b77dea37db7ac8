"""Codes that parameters hold, in words: industries as the pack names them, and grades.

What nobody named stands as its code, and is shown as one.
"""

from __future__ import annotations

from collections.abc import Mapping

from zhence.evidence import Text
from zhence.packs import Pack

_NAMES: Mapping[str, Text] = {
    # How a rule was read, where a few words are enough.
    "OR": Text("任一即可", "either"),
    "AND": Text("须同时", "both"),
    "all": Text("须同时具备", "all of them"),
    "any": Text("具备其一即可", "any of them"),
    "H1": Text(
        "上半年列入算当年，下半年算次年", "the year if listed by June, else the next"
    ),
    "same_year": Text("列入当年", "the year of listing"),
    "next_year": Text("列入次年", "the year after listing"),
    "anniversary": Text("按周年", "by anniversaries"),
    "first_year_of_stay": Text("在册首年", "the first year listed"),
    "listed": Text("名单内", "listed"),
    "named": Text("已命名", "named"),
    "reference": Text("参照", "reference"),
    "repost": Text("转载件", "a repost"),
    "original": Text("原件", "the original"),
    "all_categories": Text("所有类别", "all categories"),
    # Results of assessments.
    "excellent": Text("优秀", "excellent"),
    "good": Text("良好", "good"),
    "qualified": Text("合格", "qualified"),
    "warning": Text("警告", "warning"),
    "downgrade": Text("降格", "downgrade"),
    "downgraded": Text("降格", "downgraded"),
    "eliminated": Text("淘汰", "eliminated"),
    "low": Text("低", "low"),
    "none": Text("无", "none"),
    # Where a site lies, and what a project is for.
    "agglomeration": Text("集聚区", "an industrial cluster"),
    "development_zone": Text("开发区", "a development zone"),
    "small_town": Text("小城镇", "a small town"),
    "urban_rural_fringe": Text("城乡结合部", "the urban fringe"),
    "infrastructure": Text("基础设施", "infrastructure"),
    "residential": Text("商品住宅", "housing for sale"),
    "commercial_complex": Text("商业综合体", "shopping complexes"),
}


def code_names(pack: Pack) -> dict[str, Text]:
    """Return the words for codes of a pack; its own categories and industries first."""
    categories = pack.rulebook.categories.values()
    industries = {
        code: name for held in categories for code, name in held.industries.items()
    }
    return {**_NAMES, **industries, **{held.id: held.title for held in categories}}
