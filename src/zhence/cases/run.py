"""Cases files → results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from zhence.cases.answer import ANSWERS, Answer
from zhence.cases.compare import differences
from zhence.cases.forms import CaseFile
from zhence.errors import BadInputError, Fault, Where, ZhenceError
from zhence.packs.model_faults import model_faults
from zhence.packs.pack import Pack
from zhence.packs.source import SourceFile, read_yaml
from zhence.periods import parse_date
from zhence.units import decimal_text

if TYPE_CHECKING:
    # Grading brings numpy along, and whoever only reads cases has no use for it.
    from zhence.permu import Scheme

_PER_MU = "permu"


@dataclass(frozen=True, slots=True)
class Case:
    """One case and where it stands."""

    file: CaseFile
    where: Where


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case, the answer, and the paths at which it is not as expected.

    *built* is false when no part of this release answers the kind.
    """

    case: Case
    actual: Mapping[str, object] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()
    error: str | None = None
    built: bool = True

    @property
    def ok(self) -> bool:
        """Say whether the answer is as expected."""
        return self.built and not self.wrong and self.error is None


def read_cases(paths: Iterable[Path]) -> list[Case]:
    """Read the cases files at or below *paths*.

    Raises:
        BadInputError: every fault of every file; a case stands once by its id.
    """
    faults: list[Fault] = []
    cases: dict[str, Case] = {}
    for path in _files(paths):
        try:
            source = read_yaml(path, path.name)
        except ZhenceError as error:
            faults.extend(error.faults)
            continue
        for case in _cases(source, faults):
            held = cases.setdefault(case.file.id, case)
            if held is not case:
                faults.append(
                    Fault(
                        "case_twice",
                        f"用例 {case.file.id} 重复",
                        f"case {case.file.id} stands twice",
                        case.where,
                        f"keep one (the first is at {held.where})",
                    )
                )
    if faults:
        raise BadInputError(faults)
    return list(cases.values())


def run_case(
    case: Case,
    packs: Mapping[str, Pack],
    schemes: Mapping[str, Scheme] | None = None,
) -> CaseResult:
    """Answer one case and compare; an error of the library is the case's failure.

    A case of kind ``permu`` names a scheme where others name a pack.
    """
    if case.file.kind == _PER_MU:
        return _per_mu(case, schemes or {})
    answer = ANSWERS.get(case.file.kind)
    if answer is None:
        return CaseResult(case, built=False)
    pack = packs.get(case.file.policy)
    if pack is None:
        return CaseResult(case, error=f"no pack {case.file.policy}")
    try:
        changed = _with_parameters(pack, case.file.params)
        on = None if case.file.on is None else parse_date(case.file.on)
        actual = answer(changed, _asked(case.file), on)
    except (ZhenceError, ValidationError) as error:
        return CaseResult(case, error=str(error))
    wrong = differences(case.file.kind, case.file.expect, actual)
    return CaseResult(case, _plain(actual), tuple(wrong))


def _per_mu(case: Case, schemes: Mapping[str, Scheme]) -> CaseResult:
    from zhence.cases.per_mu import answer_per_mu  # noqa: PLC0415  # numpy, see above

    scheme = schemes.get(case.file.policy)
    if scheme is None:
        return CaseResult(case, error=f"no scheme {case.file.policy}")
    try:
        actual = answer_per_mu(scheme, case.file.given)
    except (ValueError, ZhenceError) as error:
        return CaseResult(case, error=str(error))
    wrong = differences(case.file.kind, case.file.expect, actual)
    return CaseResult(case, _plain(actual), tuple(wrong))


def _asked(file: CaseFile) -> Mapping[str, object]:
    """Return what is given; a question about targets also names which.

    One that expects criteria asks about all its clauses together, any other
    about the first.
    """
    if file.kind != "target":
        return file.given
    joined = "criteria" in file.expect
    return {**file.given, "clauses": file.clauses, "joined": joined}


def _files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path.rglob("cases/*.yaml")) or sorted(path.glob("*.yaml"))
            found.extend(inside)
        else:
            found.append(path)
    return found


def _cases(source: SourceFile, faults: list[Fault]) -> list[Case]:
    if not isinstance(source.data, list):
        faults.append(
            Fault(
                "cases_not_a_list",
                "用例文件应是列表",
                "a cases file is a list of cases",
                source.where(()),
                "begin each case with '- id:'",
            )
        )
        return []
    read: list[Case] = []
    for index, item in enumerate(source.data):
        try:
            file = TypeAdapter(CaseFile).validate_python(item)
        except ValidationError as error:
            faults.extend(model_faults(error, source, (index,)))
            continue
        read.append(Case(file, source.where((index,))))
    return read


def _with_parameters(pack: Pack, params: Mapping[str, object]) -> Pack:
    changes = {name: _parameter_text(value) for name, value in params.items()}
    if not changes:
        return pack
    return replace(pack, rulebook=pack.rulebook.with_parameters(changes))


def _parameter_text(value: object) -> str:
    if isinstance(value, Mapping):
        value = value["value"]
    if isinstance(value, bool):
        return str(value).lower()
    return "none" if value is None else str(value)


def _plain(answer: Answer) -> dict[str, object]:
    """Return the answer with exact numbers as text, for JSON."""
    return {key: _text(value) for key, value in answer.items()}


def _text(value: object) -> object:
    if isinstance(value, Fraction):
        return decimal_text(value)
    if isinstance(value, Mapping):
        return {str(k): _text(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_text(v) for v in value]
    return value
