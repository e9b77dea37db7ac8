"""mapping.yaml → the table between category vocabularies; faults with file:line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import ValidationError

from zhence.errors import BadPackError, Fault, Where
from zhence.evidence import Text
from zhence.packs.mapping import Candidate, CategoryMapping, Match, Row, Vocabulary
from zhence.packs.mapping_check import file_faults, row_faults
from zhence.packs.mapping_forms import MappingFile, VocabularyForm
from zhence.packs.model_faults import model_faults
from zhence.packs.source import read_yaml


def load_mapping(path: Path) -> CategoryMapping:
    """Load the table; every category must be placed beside every other policy.

    Raises:
        BadPackError: every fault of the file, with its line.
    """
    source = read_yaml(path)
    try:
        file = MappingFile.model_validate(source.data)
    except ValidationError as error:
        raise BadPackError(model_faults(error, source)) from None
    _refuse(file_faults(file, source))
    vocabularies = {
        name: _vocabulary(name, form, source.where(("vocabularies", name)))
        for name, form in file.vocabularies.items()
    }
    rows = _rows(file, vocabularies)
    _refuse(row_faults(rows, file, source))
    return CategoryMapping(vocabularies, {k: tuple(v) for k, v in rows.items()})


def _refuse(faults: Iterable[Fault]) -> None:
    found = tuple(faults)
    if found:
        raise BadPackError(found)


def _vocabulary(name: str, form: VocabularyForm, where: Where) -> Vocabulary:
    return Vocabulary(
        name,
        tuple(form.clauses),
        {key: Text(words.zh, words.en) for key, words in form.categories.items()},
        None if form.note is None else Text(form.note.zh, form.note.en),
        where,
    )


def _rows(
    file: MappingFile, vocabularies: Mapping[str, Vocabulary]
) -> dict[Row, list[Candidate]]:
    """Return the candidates in both directions."""
    rows: dict[Row, list[Candidate]] = defaultdict(list)
    for pair in file.pairs:
        first, second = pair.between
        for row in pair.rows:
            match, reason = Match(row.relation), Text(row.reason.zh, row.reason.en)
            for source, name, target, other, seen in (
                (first, row.of, second, row.to, match),
                (second, row.to, first, row.of, match.turned()),
            ):
                if name is not None:
                    title = vocabularies[target].categories[other] if other else None
                    candidate = Candidate(other, title, seen, reason)
                    rows[name, source, target].append(candidate)
    return rows
