"""What faults of numbers, units and parts say."""

from __future__ import annotations

from zhence.intake.wording.shape import Words

OF_NUMBERS: dict[str, Words] = {
    "number_placeholder": (
        "“{text}”不是数：可能是零、未知或不适用",
        "{text} is no number: it may mean zero, unknown or not applicable",
        "零写 0，未知留空，不适用写 n/a",
        "write 0 for zero, nothing for unknown, n/a for not applicable",
    ),
    "number_error_value": (
        "“{text}”是 Excel 的错误值",
        "{text} is an error of Excel",
        "改正公式后重新导出",
        "mend the formula and export again",
    ),
    "number_formula": (
        "“{text}”是公式，不是数",
        "{text} is a formula, not a number",
        "粘贴为数值",
        "paste the value",
    ),
    "number_not_finite": (
        "“{text}”不是有限的数",
        "{text} is not a finite number",
        "写实际的数",
        "write the actual number",
    ),
    "number_boolean": (
        "“{text}”是“是/否”，不是数",
        "{text} is true or false, not a number",
        "写实际的数",
        "write the actual number",
    ),
    "number_is_date": (
        "“{text}”是日期，不是数",
        "{text} is a date, not a number",
        "把单元格格式改回数值，再看一遍",
        "format the cell as a number and look at it again",
    ),
    "number_scientific": (
        "“{text}”是科学计数法，末尾的数字可能已丢失",
        "{text} is in scientific notation: digits may be lost",
        "写出全部数字",
        "write all digits",
    ),
    "number_notation": (
        "“{text}”是程序里的写法（十六进制或下划线）",
        "{text} is a programmer's notation",
        "用普通的十进制写",
        "write it in plain decimal digits",
    ),
    "number_european": (
        "“{text}”里的逗号像小数点",
        "in {text} the comma looks like a decimal point",
        "小数点用“.”，千位用“,”：1,234.5",
        "write 1,234.5: a point for decimals, commas for thousands",
    ),
    "number_groups": (
        "“{text}”的千位分隔不对",
        "the groups of digits in {text} are not thousands",
        "三位一组，如 1,234,567，或不分组",
        "group by three, as in 1,234,567, or not at all",
    ),
    "number_digits": (
        "“{text}”用了别种数字或上标",
        "{text} uses digits of another script or superscripts",
        "用 0 到 9 写",
        "use the digits 0 to 9",
    ),
    "number_in_words": (
        "“{text}”是中文数字",
        "{text} is written in Chinese numerals",
        "用阿拉伯数字写",
        "use the digits 0 to 9",
    ),
    "number_qualified": (
        "“{text}”带有“约、逾、以上”等字样，不是确数",
        "{text} is qualified: about, more than, at least",
        "写确数；只知范围时写下限，上限写在“上限”一列",
        (
            "write the exact number; of a range, the lower end here and the upper"
            " end into the column upper"
        ),
    ),
    "number_range": (
        "“{text}”是一个范围",
        "{text} is a range",
        "下限写在数值，上限写在“上限”一列",
        "write the lower end here, the upper end into the column upper",
    ),
    "number_fraction": (
        "“{text}”是分数写法",
        "{text} is a fraction",
        "写成小数，或写清分子分母两项指标",
        "write a decimal",
    ),
    "number_parentheses": (
        "“{text}”用括号，可能表示负数",
        "{text} stands in brackets, which may mean a negative number",
        "负数写“-”",
        "write a minus sign",
    ),
    "number_currency": (
        "“{text}”带货币符号",
        "{text} carries a currency sign",
        "去掉符号，写单位“元”或“万元”",
        "drop the sign and write the unit 元 or 万元",
    ),
    "number_unreadable": (
        "“{text}”不是数",
        "{text} is not a number",
        "只写数字，如 1234.5 或 1,234.5万元",
        "write digits only, such as 1234.5 or 1,234.5万元",
    ),
    "number_too_long": (
        "有 {found} 位数字，上限 {limit}",
        "it has {found} digits, the limit is {limit}",
        "检查是不是粘贴错了",
        "check whether it was pasted by mistake",
    ),
    "number_out_of_range": (
        "“{text}”大得或小得不可能",
        "{text} is impossibly large or small",
        "检查数值和单位",
        "check the value and the unit",
    ),
    "number_digits_lost": (
        "“{text}”超过 15 位，Excel 已经丢了末尾的数字",
        "{text} has more than 15 digits: Excel has lost the last ones",
        "把单元格设为文本，重新输入",
        "format the cell as text and type it again",
    ),
    "unit_missing": (
        "没有写单位",
        "there is no unit",
        "写上单位，如 {expected}",
        "write the unit, such as {expected}",
    ),
    "unit_contradiction": (
        "数值里写的是“{own}”，单位一列写的是“{column}”",
        "the value says {own}, the unit column says {column}",
        "只写一种单位",
        "write one of them",
    ),
    "negative": (
        "“{text}”是负数，这里不可能为负",
        "{text} is negative, which is impossible here",
        "检查符号和列次",
        "check the sign and the column",
    ),
    "not_whole": (
        "“{text}”不是整数，这里按个数计",
        "{text} is not whole, and these are counted one by one",
        "写整数；检查单位是不是“万”",
        "write a whole number; check whether the unit is 万",
    ),
    "above_maximum": (
        "“{text}”超过了最大可能值 {maximum}",
        "{text} is more than the {maximum} that is possible",
        "检查分子分母；百分数写 12%，不写 12 倍",
        "check the parts of the share; write 12% for twelve per cent",
    ),
    "percent_or_fraction": (
        "单位是 %，写的却是 {text}：是 {text}%，还是小数 {text}（即乘 100）？",
        "the unit is %, the value {text}: is it {text} %, or {text} of 1?",
        "百分数写 70，小数 0.7 的单位写 1；确实无误可以保留",
        "write 70 with %, or 0.7 with the unit 1; keep it if it is right",
    ),
    "upper_below_value": (
        "上限小于数值",
        "the upper end is below the value",
        "把两个数对调或改正",
        "swap or correct the two",
    ),
    "not_applicable_upper": (
        "不适用（n/a）不能有上限，上限也不能写 n/a",
        "what does not apply has no upper end",
        "清空其中一格",
        "clear one of the two",
    ),
    "level_unknown": (
        "“{value}”不是这个指标的等级",
        "{value} is no grade of this indicator",
        "可写：{levels}",
        "write one of these",
    ),
    "part_above_whole": (
        "住宅部分大于总额",
        "the residential part is more than the whole",
        "检查两个数和单位",
        "check both numbers and the unit",
    ),
}
