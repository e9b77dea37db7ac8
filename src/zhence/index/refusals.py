"""What an index is refused or warned for: one table of named faults.

A method that cannot be computed says so by name, with the column and the remedy;
nothing here turns into a silent zero or a silent ``nan``.
"""

from __future__ import annotations

from zhence.errors import NOWHERE, BadInputError, Fault, Severity, Where

# code → Chinese, English, remedy; the words in braces are filled in by the caller.
_WORDS: dict[str, tuple[str, str, str]] = {
    "index_frame_shape": (
        "数据表的形状与标签不一致：{what}",
        "the table does not fit its labels: {what}",
        "give one value for every row and every column",
    ),
    "index_duplicate": (
        "重复出现：{what}",
        "given twice: {what}",
        "keep one of them",
    ),
    "index_not_finite": (
        "{unit} 的 {code} 不是有限的数",
        "{code} of {unit} is not a finite number",
        "leave an unknown value empty; give a number otherwise",
    ),
    "index_cell": (
        "{unit} 的 {code} 不是数：{value}",
        "{code} of {unit} is no number: {value}",
        "write a plain number; leave an unknown value empty, 0 is zero",
    ),
    "index_row_long": (
        "本行比表头长，表头只有 {most} 列",
        "the row is longer than the header of {most} columns",
        "put cells that hold a comma in quotation marks",
    ),
    "index_out_of_range": (
        "{unit} 的 {code} 为 {value}，超出允许范围 {least} 至 {most}",
        "{code} of {unit} is {value}, outside {least} to {most}",
        "check the unit: a share is a fraction of 1, not a percentage",
    ),
    "index_code_unknown": (
        "{where} 中的代码不认识：{what}",
        "unknown codes in {where}: {what}",
        "use the codes of the tree and of the data",
    ),
    "index_tree": (
        "指标体系有误：{what}",
        "the tree of indicators is wrong: {what}",
        "give one root, and to every other node a parent that exists",
    ),
    "index_weights_negative": (
        "权重为负：{what}",
        "negative weights: {what}",
        "give weights of zero or more; check directions before data-driven weights",
    ),
    "index_weights_sum": (
        "{parent} 下的权重合计为 {total}，应为 {wanted}",
        "the weights below {parent} add up to {total}, not to {wanted}",
        "correct the weights, or leave out adds_to to have them rescaled",
    ),
    "index_weights_missing": (
        "{parent} 下缺少权重：{what}",
        "no weight below {parent} for: {what}",
        "give a weight to every child, or to none of them",
    ),
    "index_weights_undefined": (
        "{method} 赋权无法计算：{why}",
        "{method} weights cannot be computed: {why}",
        "use given or equal weights here",
    ),
    "index_judgement": (
        "判断矩阵有误：{what}",
        "wrong pairwise judgement: {what}",
        "write 'a>b' once for each pair, with a number above zero",
    ),
    "index_inconsistent": (
        "{parent} 的判断不一致：CR 为 {ratio}，上限 {most}",
        "judgements below {parent} are inconsistent: CR is {ratio}, at most {most}",
        "ask the experts again about the pairs that contradict each other",
    ),
    "index_constant_column": (
        "{code} 的取值全部相同，{method} 无法计算",
        "{code} has one value everywhere, so {method} is not defined",
        "drop the indicator, or use goalposts",
    ),
    "index_all_missing": (
        "{code} 没有任何已知值",
        "{code} has no known value at all",
        "drop the indicator or obtain the data",
    ),
    "index_one_unit": (
        "只有 {count} 个对象，{method} 至少需要 {least} 个",
        "{method} compares units: {count} given, at least {least} needed",
        "use goalposts, which score a single unit",
    ),
    "index_panel_undeclared": (
        "数据含多个时期，{method} 须说明 panel",
        "the data have several periods: {method} needs a panel mode",
        "say panel: pooled, each or base; or use goalposts",
    ),
    "index_parameter": (
        "{where} 缺少或错误的参数：{what}",
        "wrong or missing parameter in {where}: {what}",
        "see the reference of recipes",
    ),
    "index_recipe": (
        "方法文件 {where} 处有误：{what}",
        "the recipe is wrong at {where}: {what}",
        "see the reference of recipes",
    ),
    "index_not_positive": (
        "{unit} 的 {code} 为 {value}，{method} 需要正数",
        "{code} of {unit} is {value}; {method} needs numbers above zero",
        "normalise to a range above zero, or say zeros: zero",
    ),
    "index_no_parts": (
        "{method} 的得分不能分解为各指标的贡献",
        "scores by {method} do not split into contributions",
        "use arithmetic, geometric or harmonic means",
    ),
    "index_not_computable": (
        "{unit} 的 {code} 的分母为零，无法计算",
        "{code} of {unit} has a denominator of zero: not computable",
        "the cell counts as missing",
    ),
    "index_still_missing": (
        "{code} 仍有 {count} 个缺失值",
        "{code}: {count} values are still missing",
        "they are left out of the mean, and coverage says so",
    ),
    "index_still_skewed": (
        "{code} 处理后仍偏态：偏度 {skew}，峰度 {kurt}",
        "{code} is still skewed after treatment: skew {skew}, kurtosis {kurt}",
        "look at the outliers by hand",
    ),
    "index_no_contributions": (
        "{method} 不能分解贡献，未给出贡献表",
        "no table of contributions: {method} does not split",
        "use arithmetic, geometric or harmonic means",
    ),
    "index_nobody_ranked": (
        "没有可排名的对象，未计算名次区间",
        "nobody is ranked, so there are no intervals of ranks",
        "see the standing and the coverage in the table of ranks",
    ),
    "index_moves_others": (
        "{stage} 采用 {method}：增减一个对象或时期会改变其他对象的得分",
        "{stage} by {method}: a unit or period that joins moves the others' scores",
        "use goalposts and given weights to keep scores apart",
    ),
}


def _fault(
    code: str, severity: Severity, words: dict[str, object], where: Where = NOWHERE
) -> Fault:
    zh, en, remedy = _WORDS[code]
    return Fault(code, zh.format(**words), en.format(**words), where, remedy, severity)


def refuse(code: str, /, **words: object) -> BadInputError:
    """Return the error of this name, to be raised where the method stops.

    >>> print(refuse("index_all_missing", code="tax"))
    <input>: [index_all_missing] tax 没有任何已知值 / tax has no known value at all \
→ drop the indicator or obtain the data
    """
    return BadInputError(_fault(code, Severity.ERROR, words))


def warn(code: str, /, **words: object) -> Fault:
    """Return the warning of this name, to be kept beside the result."""
    return _fault(code, Severity.WARNING, words)


def at(code: str, place: Where, /, **words: object) -> Fault:
    """Return the fault of this name at a *place*, to be told with others."""
    return _fault(code, Severity.ERROR, words, place)
