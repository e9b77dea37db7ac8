"""What faults of headers, cells, dates and rows say."""

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
    **_DATES,
    **_ROWS,
    **_CATALOGUE,
}
