"""What faults of headers, cells, numbers, dates and rows say."""

from __future__ import annotations

from zhence.intake.wording.shape import Words

_HEADERS: dict[str, Words] = {
    "header_missing": (
        "前 {depth} 行里找不到表头，应有：{expected}",
        "no header in the first {depth} rows; expected: {expected}",
        "第一行写列名，中文名或英文代码都可以",
        "write the column names into the first row, in Chinese or as codes",
    ),
    "column_missing": (
        "缺少一列：{title}",
        "a column is missing: {title}",
        "补上这一列；没有的数可以空着",
        "add the column; what is unknown may stay empty",
    ),
    "column_unknown": (
        "不认识这一列：{title}{near}",
        "unknown column: {title}{near}",
        "改成表样里的列名，或删去这一列",
        "use a name of the form, or delete the column",
    ),
    "column_twice": (
        "有两列都是 {title}",
        "two columns are {title}",
        "只留一列",
        "keep one of them",
    ),
    "column_nameless": (
        "这一列有内容却没有列名",
        "the column has values but no name",
        "写上列名，或清空这一列",
        "name the column, or clear it",
    ),
    "column_unit": (
        "列名里的单位用不上：{unit}",
        "the unit in the column name does not fit: {unit}",
        "写 {expected} 或能换算成它的单位",
        "write {expected} or a unit that converts to it",
    ),
    "table_without_rows": (
        "只有表头，没有数据行",
        "there is a header but no row",
        "确认确实没有数据",
        "make sure that there is nothing to report",
    ),
}

_TEXTS: dict[str, Words] = {
    "value_missing": (
        "这一格不能空",
        "this may not be empty",
        "填上这一格",
        "fill it in",
    ),
    "text_forbidden": (
        "含有不该出现的字符 {character}",
        "it holds a character that no text may hold: {character}",
        "重新输入这一格",
        "type it again",
    ),
    "text_direction": (
        "含有改变文字方向的隐藏字符，看到的和存下的不一样",
        "hidden marks turn the direction of the text: it is not what it seems",
        "重新输入这一格，确认无误",
        "type it again, or make sure that it is meant",
    ),
    "text_too_long": (
        "有 {found} 个字符，上限 {limit}",
        "it has {found} characters, the limit is {limit}",
        "只写名称",
        "write the name only",
    ),
    "text_expected": (
        "应当是文字，却是{kind_zh}",
        "a text is expected, this is {kind_en}",
        "把单元格设为文本后重新输入",
        "format the cell as text and type it again",
    ),
    "choice_unknown": (
        "“{value}”不在可选项里{near}",
        "{value} is none of the choices{near}",
        "可写：{choices}",
        "write one of these",
    ),
    "flag_unreadable": (
        "“{value}”不是“是”或“否”",
        "{value} is neither true nor false",
        "写 是/否 或 true/false，不知道就留空",
        "write true or false, nothing if unknown",
    ),
}

_NUMBERS: dict[str, Words] = {
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

_DATES: dict[str, Words] = {
    "date_impossible": (
        "没有 {text} 这一天",
        "there is no such day as {text}",
        "检查年、月、日",
        "check year, month and day",
    ),
    "date_unreadable": (
        "日期看不懂：{text}",
        "{text} is not a date",
        "写成 2018-09-13、2018年9月13日 或 20180913",
        "write 2018-09-13, 2018年9月13日 or 20180913",
    ),
    "date_order": (
        "{text} 分不清哪个是月、哪个是日",
        "in {text} day and month cannot be told apart",
        "年在最前，写成 2018-09-13",
        "write the year first: 2018-09-13",
    ),
    "date_in_words": (
        "{text} 是中文数字",
        "{text} is written in Chinese numerals",
        "用阿拉伯数字写，如 2018-09-13",
        "use digits, as in 2018-09-13",
    ),
    "date_serial": (
        "{text} 像是 Excel 的日期序号，单元格却不是日期格式",
        "{text} looks like a serial number of Excel in a cell that is no date",
        "把单元格设为日期格式",
        "format the cell as a date",
    ),
    "date_zone": (
        "{text} 带有时区，分不清是哪一天",
        "{text} carries a time zone, so the day is unclear",
        "只写当地日期",
        "write the local date only",
    ),
    "date_out_of_range": (
        "{text} 不在 {first} 年到 {last} 年之间",
        "{text} does not lie between {first} and {last}",
        "检查年份",
        "check the year",
    ),
    "dates_incomplete": (
        "起止日期只写了一个",
        "only one of the two dates is given",
        "两个都写，或都不写",
        "give both or neither",
    ),
    "dates_backward": (
        "结束日期早于开始日期",
        "the last day is before the first",
        "把两个日期对调或改正",
        "swap or correct the two",
    ),
    "year_expected": (
        "应当是年份，不是 {text}",
        "a year is expected, not {text}",
        "写四位年份，如 2018",
        "write a year such as 2018",
    ),
    "period_on_a_day": (
        "这是时期指标，却只写了一天 {text}",
        "this belongs to a period, but a single day is given: {text}",
        "写成 2018、2018Q3 或 2018-09",
        "write 2018, 2018Q3 or 2018-09",
    ),
}

_ROWS: dict[str, Words] = {
    "indicator_not_entered": (
        "指标 {code} 不在这张表里填（{kind}）",
        "the indicator {code} is not entered in this table ({kind})",
        "文字不填；检查清单写成 清单.条目，并写 是/否",
        "texts are not entered; write a checklist as list.item with true or false",
    ),
    "indicator_not_known": (
        "没有这个指标：{name}",
        "unknown indicator: {name}",
        "写目录中的指标代码或名称",
        "use a code or name of the catalogue",
    ),
    "form_unknown": (
        "没有这张表：{value}",
        "there is no such form: {value}",
        "可写：{choices}",
        "write one of these",
    ),
    "row_twice": (
        "与第 {first} 行是同一个键：{key}",
        "the same key as row {first}: {key}",
        "只留一行；更正旧数时写记录日期",
        "keep one; to correct an older figure give recorded_on",
    ),
    "detail_unreadable": (
        "“{value}”不合“{event}”的写法",
        "{value} is not what {event} is written with",
        "{form_zh}",
        "{form_en}",
    ),
    "credit_code_length": (
        "“{value}”不是 18 位",
        "{value} does not have 18 characters",
        "填统一社会信用代码；15 位的旧注册号要换成 18 位",
        "write the unified social credit code, not an old registration number",
    ),
    "credit_code_letters": (
        "“{value}”含有代码里没有的字符 {character}",
        "{value} holds {character}, which no credit code has",
        "代码不用 I、O、S、V、Z；检查是不是 1、0、5、U、2",
        "codes have no I, O, S, V, Z: look for 1, 0, 5, U, 2",
    ),
    "credit_code_check": (
        "“{value}”的校验位不对，应为 {expected}",
        "the check character of {value} should be {expected}",
        "对照营业执照；少数真实代码不合校验，确实无误的写明理由后保留",
        "compare it with the licence; a few real codes fail, keep it with a reason",
    ),
    "quarters_do_not_sum": (
        "{subject} {indicator} {year} 年四个季度合计与年度数相差 {relative}",
        (
            "the quarters of {year} differ from the year by {relative}:"
            " {subject}, {indicator}"
        ),
        "核对季度数与年度数；属口径调整的说明理由",
        "check quarters and year, or say why they differ",
    ),
    "cumulative_fell": (
        "{indicator}：累计数比第 {first} 行小",
        "{indicator}: the running total is less than in row {first}",
        "检查是不是填了当期数；确属更正的在备注写明理由",
        (
            "check whether the period's own value was entered; a correction needs a"
            " reason in the note"
        ),
    ),
    "cumulative_fell_noted": (
        "{indicator}：累计数比第 {first} 行小，备注写了理由",
        "{indicator}: the running total is less than in row {first}, with a reason",
        "复核时看备注",
        "read the note when reviewing",
    ),
    "power_of_ten": (
        "{value} 约为同类数（{usual}）的 {times} 倍，是不是单位差了一万倍？",
        (
            "{value} is about {times} times its neighbours ({usual}):"
            " is the unit ten thousand times off?"
        ),
        "核对单位是 元、万元 还是 亿元；确实无误可以保留",
        "check 元, 万元 and 亿元; keep it if it is right",
    ),
}

_CATALOGUE: dict[str, Words] = {
    "catalogue_value": (
        "{column} 写的“{value}”不对",
        "{value} is not a possible {column}",
        "可写：{choices}",
        "write one of these",
    ),
    "catalogue_component": (
        "组成项 {value} 不在目录里",
        "the component {value} is not in the catalogue",
        "写“分子代码/分母代码”",
        "write numerator/denominator as codes of the catalogue",
    ),
}

OF_VALUES: dict[str, Words] = {
    **_HEADERS,
    **_TEXTS,
    **_NUMBERS,
    **_DATES,
    **_ROWS,
    **_CATALOGUE,
}
