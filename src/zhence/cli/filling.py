"""Commands about what people fill: check a file, give a template out."""

from __future__ import annotations

import argparse
from pathlib import Path

from zhence.cli.output import print_json, print_lines, print_table, say_faults
from zhence.cli.shelf import Shelf
from zhence.errors import BadInputError, Fault, Where
from zhence.intake.check import FORMS, Report, check_file
from zhence.intake.faults import fault
from zhence.reporting.checks import Surroundings
from zhence.workbooks.annotate import annotate
from zhence.workbooks.filled import read_filled
from zhence.workbooks.template import write_template


def facts_check(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Check files as the upload would; exit 1 when one is refused.

    Nothing is written but the annotated workbook, where one is asked for.
    """
    files: list[Path] = arguments.files
    if arguments.annotate is not None and len(files) > 1:
        raise BadInputError(_ONE_FILE)
    reports = [_check(path, arguments, shelf) for path in files]
    annotated = arguments.annotate is None or _annotated(
        files[0], reports[0], arguments.annotate
    )
    if arguments.json:
        told = [report.as_json() for report in reports]
        print_json(told[0] if len(told) == 1 else told)
    else:
        for path, report in zip(files, reports, strict=True):
            say_faults(report.faults)
            verdict = "可以接收 / accepted" if report.accepted else "拒收 / refused"
            print_lines(
                f"{path}: {verdict}，{report.rows} 行 / rows,"
                f" {len(report.faults)} 处问题 / faults"
            )
    return 0 if annotated and all(r.accepted for r in reports) else 1


def _check(path: Path, arguments: argparse.Namespace, shelf: Shelf) -> Report:
    if arguments.form in FORMS:
        return check_file(path, arguments.form, shelf.catalogue)
    codes = dict.fromkeys(form.code for form in shelf.forms.forms)
    if arguments.form not in codes:
        choices = " ".join((*FORMS, *codes))
        raise BadInputError(
            fault("form_unknown", value=arguments.form, choices=choices)
        )
    form = shelf.form(arguments.form, arguments.edition)
    period = None if arguments.period is None else form.period_of(arguments.period)
    return read_filled(path, form, shelf.checks, Surroundings(period)).report


def _annotated(path: Path, report: Report, out: Path) -> bool:
    """Write the workbook with its faults; say why where it cannot be done."""
    try:
        data = annotate(path.read_bytes(), report.faults, str(path))
    except BadInputError as error:
        say_faults(error.faults)
        return False
    except FileNotFoundError:
        return False  # the report says so already
    out.write_bytes(data)
    return True


_ONE_FILE = Fault(
    "annotate_one_file",
    "一次只能批注一个文件",
    "only one file can be annotated at a time",
    Where(),
    "分别检查 / check them one by one",
)


def forms_list(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """List the forms with number, issuer, validity and items."""
    forms = shelf.forms.forms
    if arguments.json:
        print_json(
            [
                {
                    "form": form.code,
                    "edition": form.edition,
                    "title": form.title.zh,
                    "title_en": form.title.en,
                    "number": form.number.zh,
                    "issuer": form.issuer.zh,
                    "valid_from": str(form.valid.start),
                    "valid_to": str(form.valid.last),
                    "period": form.period.value,
                    "items": [item.code for item in form.items],
                }
                for form in forms
            ]
        )
        return 0
    print_table(
        "报表 / forms",
        ("代码 id", "版次", "名称", "表号", "制表机关", "有效期", "项目数"),
        (
            (
                form.code,
                form.edition,
                form.title.zh,
                form.number.zh,
                form.issuer.zh,
                f"{form.valid.start} – {form.valid.last}",
                len(form.items),
            )
            for form in forms
        ),
    )
    return 0


def forms_template(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Write the template of a form for a period."""
    form = shelf.form(arguments.form, arguments.edition)
    period = form.period_of(arguments.period)
    data = write_template(form, period)
    arguments.out.write_bytes(data)
    if arguments.json:
        print_json(
            {
                "form": form.code,
                "edition": form.edition,
                "period": str(period),
                "file": str(arguments.out),
                "bytes": len(data),
            }
        )
    else:
        print_lines(f"{arguments.out}: {form.title.zh} {period} / {form.title.en}")
    return 0
