"""What faults of files, encodings, containers and sheets say."""

from __future__ import annotations

from zhence.intake.wording.shape import Words

_FILES: dict[str, Words] = {
    "file_missing": (
        "没有这个文件",
        "there is no such file",
        "检查路径和文件名",
        "check the path and the name",
    ),
    "file_unreadable": (
        "文件打不开：{reason}",
        "the file cannot be opened: {reason}",
        "检查权限，或把文件复制到本地再试",
        "check the permissions, or copy the file to this computer",
    ),
    "file_empty": (
        "文件是空的",
        "the file is empty",
        "重新导出后再上传",
        "export it again",
    ),
    "file_too_big": (
        "文件有 {size} 字节，上限 {limit}",
        "the file has {size} bytes, the limit is {limit}",
        "分成几个文件",
        "split it into several files",
    ),
    "file_kind": (
        "这是{kind_zh}，不是 CSV 或 .xlsx",
        "this is {kind_en}, neither CSV nor .xlsx",
        "用 Excel 或 WPS 另存为 .xlsx，或导出 CSV（UTF-8）",
        "save it as .xlsx, or export CSV (UTF-8)",
    ),
    "file_name_lies": (
        "文件名是 {suffix}，内容却是{kind_zh}",
        "the name says {suffix}, the content is {kind_en}",
        "不要改扩展名，用“另存为”重新保存",
        "do not rename it: save it again in the right format",
    ),
    "faults_too_many": (
        "错误有 {limit} 处之多，后面的没有再查",
        "there are {limit} faults, the rest was not looked at",
        "改好上面的再检查一次",
        "mend those above and check again",
    ),
    "warnings_more": (
        "还有 {count} 处提醒没有列出",
        "{count} more warnings are not listed",
        "看过上面的再检查一次",
        "look at those above and check again",
    ),
}

_ENCODINGS: dict[str, Words] = {
    "encoding_utf16": (
        "文件是 UTF-16 编码",
        "the file is encoded in UTF-16",
        "另存为“CSV UTF-8”",
        "save it as CSV UTF-8",
    ),
    "encoding_big5": (
        "文件像是 Big5（繁体）编码",
        "the file seems to be encoded in Big5",
        "另存为“CSV UTF-8”",
        "save it as CSV UTF-8",
    ),
    "encoding_mixed": (
        "文件里混有几种编码，这一行不是 UTF-8",
        "the file mixes encodings: this line is not UTF-8",
        "两个来源的内容不要直接拼接，统一另存为 UTF-8",
        "do not join files of two encodings: save all of it as UTF-8",
    ),
    "encoding_unknown": (
        "既不是 UTF-8 也不是 GB18030，在这一行解不开",
        "neither UTF-8 nor GB18030: this line cannot be decoded",
        "另存为“CSV UTF-8”",
        "save it as CSV UTF-8",
    ),
    "nul_bytes": (
        "这一行有空字节（NUL）",
        "this line holds a NUL byte",
        "文件已损坏，重新导出",
        "the file is damaged: export it again",
    ),
}

_DELIMITED: dict[str, Words] = {
    "csv_delimiter": (
        "各格不是用英文逗号分开的",
        "the fields are not separated by commas",
        "导出为逗号分隔的 CSV，或上传 .xlsx",
        "export it as comma-separated CSV, or use .xlsx",
    ),
    "csv_quote": (
        "引号没有成对，或引号外还有文字",
        "a quotation mark is not closed, or text stands outside of it",
        '整格用一对英文引号包住，里面的引号写两遍 ""',
        'quote the whole field and double the marks inside: ""',
    ),
    "field_too_long": (
        "有一格超过 {limit} 个字符",
        "a field has more than {limit} characters",
        "一格只写一个数或一个名称",
        "write one number or one name into a field",
    ),
    "rows_too_many": (
        "超过 {limit} 行",
        "there are more than {limit} rows",
        "分成几个文件",
        "split it into several files",
    ),
    "row_ragged": (
        "这一行有 {found} 格，表头有 {expected} 格",
        "the row has {found} fields, the header {expected}",
        "补上或去掉多出的逗号",
        "add or remove the commas that differ",
    ),
}

_CONTAINERS: dict[str, Words] = {
    "workbook_broken": (
        "工作簿损坏：{reason_zh}",
        "the workbook is damaged: {reason_en}",
        "用 Excel 或 WPS 打开后另存为新的 .xlsx",
        "open it in Excel or WPS and save it as a new .xlsx",
    ),
    "workbook_encrypted": (
        "工作簿有打开密码",
        "the workbook is protected by a password",
        "去掉打开密码后再上传",
        "remove the password",
    ),
    "workbook_macro": (
        "工作簿带宏",
        "the workbook holds macros",
        "另存为不带宏的 .xlsx",
        "save it as .xlsx without macros",
    ),
    "workbook_nested": (
        "工作簿里嵌有别的文件：{member}",
        "another file is embedded in the workbook: {member}",
        "删去嵌入的对象后再上传",
        "delete the embedded object",
    ),
    "workbook_linked": (
        "工作簿链接到外部文件：{member}",
        "the workbook is linked to something outside: {member}",
        "数据→编辑链接→断开链接，保存为数值",
        "Data → Edit Links → Break Link, keep the values",
    ),
    "workbook_too_many_parts": (
        "压缩包里有 {found} 个部件，上限 {limit}",
        "the archive holds {found} parts, the limit is {limit}",
        "只保留要上报的工作表，另存为新的 .xlsx",
        "keep the sheet to be reported and save it as a new .xlsx",
    ),
    "workbook_too_big_inside": (
        "解压后有 {found} 字节，上限 {limit}",
        "unpacked it has {found} bytes, the limit is {limit}",
        "只保留要上报的工作表，删去空白格式和图片",
        "keep the sheet to be reported, without empty formats and pictures",
    ),
    "workbook_bomb": (
        "部件 {member} 压缩到了 {limit} 分之一以下，像压缩炸弹",
        "{member} is packed more than {limit} to 1, as a zip bomb is",
        "用 Excel 或 WPS 打开后另存为新的 .xlsx",
        "open it in Excel or WPS and save it as a new .xlsx",
    ),
    "workbook_part_name": (
        "部件名称不合法：{member}",
        "a part has an illegal name: {member}",
        "用 Excel 或 WPS 打开后另存为新的 .xlsx",
        "open it in Excel or WPS and save it as a new .xlsx",
    ),
    "workbook_part_twice": (
        "部件 {member} 出现两次，两种软件会读出两种内容",
        "the part {member} is there twice: two programs would read two contents",
        "用 Excel 或 WPS 打开后另存为新的 .xlsx",
        "open it in Excel or WPS and save it as a new .xlsx",
    ),
    "workbook_doctype": (
        "部件 {member} 里有 DOCTYPE 或实体定义",
        "{member} holds a DOCTYPE or an entity",
        "用 Excel 或 WPS 打开后另存为新的 .xlsx",
        "open it in Excel or WPS and save it as a new .xlsx",
    ),
    "workbook_deep": (
        "部件 {member} 的标记嵌套超过 {limit} 层",
        "{member} nests its marks deeper than {limit}",
        "用 Excel 或 WPS 打开后另存为新的 .xlsx",
        "open it in Excel or WPS and save it as a new .xlsx",
    ),
    "workbook_memory": (
        "读这个工作簿要用的内存超过上限",
        "reading this workbook takes more memory than it may",
        "只保留要上报的工作表，或改用 CSV",
        "keep the sheet to be reported, or use CSV",
    ),
    "workbook_slow": (
        "读这个工作簿超过了时间上限",
        "reading this workbook takes longer than it may",
        "只保留要上报的工作表，或改用 CSV",
        "keep the sheet to be reported, or use CSV",
    ),
    "workbook_crashed": (
        "读这个工作簿时解析程序崩溃",
        "the parser crashed on this workbook",
        "用 Excel 或 WPS 打开后另存为新的 .xlsx",
        "open it in Excel or WPS and save it as a new .xlsx",
    ),
}

_SHEETS: dict[str, Words] = {
    "sheet_too_large": (
        "有内容的区域从 A1 到 {last}，超过上限",
        "the used area runs from A1 to {last}, more than is read",
        "删去远处的零星单元格，或分成几个文件",
        "delete stray cells far away, or split the file",
    ),
    "sheet_cells_too_many": (
        "单元格超过 {limit} 个",
        "there are more than {limit} cells",
        "分成几个文件，或改用 CSV",
        "split it into several files, or use CSV",
    ),
    "sheets_several": (
        "有几张工作表的表头都相符：{sheets}",
        "several sheets have this header: {sheets}",
        "只保留要上报的一张",
        "keep the one to be reported",
    ),
    "sheet_hidden": (
        "工作表“{sheet}”是隐藏的，没有读",
        "the sheet {sheet!s} is hidden and was not read",
        "确认里面没有要上报的数据",
        "make sure that nothing to be reported is in it",
    ),
    "rows_hidden": (
        "有 {count} 行是隐藏的，照样读入，第一行是第 {first} 行",
        "{count} hidden rows were read as well, the first is row {first}",
        "取消筛选和隐藏，看一遍再上传",
        "show all rows and look through them",
    ),
    "columns_hidden": (
        "从 {first} 列起有隐藏的列，照样读入",
        "hidden columns from {first} on were read as well",
        "取消隐藏，看一遍再上传",
        "show all columns and look through them",
    ),
    "cell_merged": (
        "数据区有合并单元格 {area}",
        "the body holds the merged cells {area}",
        "取消合并，每一格都填上",
        "unmerge them and fill every cell",
    ),
    "cell_twice": (
        "单元格 {cell} 出现两次",
        "the cell {cell} is there twice",
        "用 Excel 或 WPS 打开后另存为新的 .xlsx",
        "open it in Excel or WPS and save it as a new .xlsx",
    ),
    "cell_error": (
        "单元格是错误值 {value}",
        "the cell holds the error {value}",
        "改正公式，或写上真实的数；不适用写 n/a，不知道就留空",
        (
            "mend the formula or write the number; n/a if it does not apply,"
            " empty if unknown"
        ),
    ),
    "cell_formula_unsaved": (
        "公式没有存下结果",
        "the formula has no saved result",
        "用 Excel 或 WPS 打开、重算、保存，或粘贴为数值",
        "open, recalculate and save it, or paste the value",
    ),
    "cell_formula_outside": (
        "公式取自别的文件",
        "the formula takes its value from another file",
        "粘贴为数值",
        "paste the value",
    ),
    "cell_disputed": (
        "两种读法对单元格 {cell} 的结果不一致",
        "two readers disagree about the cell {cell}",
        "用 Excel 或 WPS 打开后另存为新的 .xlsx",
        "open it in Excel or WPS and save it as a new .xlsx",
    ),
}

OF_FILES: dict[str, Words] = {
    **_FILES,
    **_ENCODINGS,
    **_DELIMITED,
    **_CONTAINERS,
    **_SHEETS,
}
