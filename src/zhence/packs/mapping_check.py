"""What can be wrong with the table between vocabularies, each with its line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from zhence.errors import Fault, Where
from zhence.packs.mapping import Candidate, CategoryMapping, Match, Row
from zhence.packs.mapping_forms import MappingFile
from zhence.packs.pack import Pack
from zhence.packs.source import SourceFile

_REMEDY = "see packs/README.md on category vocabularies"
_WORDS = {
    "policy_unknown": ("没有这个政策包", "no such policy pack"),
    "clause_unknown": ("没有这个条款", "no such clause"),
    "category_differs": ("词表与政策包的类别不一致", "not a category of both"),
    "category_unknown": ("词表里没有这个类别", "no category of the vocabulary"),
    "vocabulary_unknown": ("没有这个政策的词表", "no vocabulary of this policy"),
    "pair_twice": ("这一对政策出现两次", "the pair of policies stands twice"),
    "pair_same": ("政策不与自己对照", "a policy is not compared with itself"),
    "row_sides": (
        "none 只写一边，其他关系两边都写",
        "none has one side, every other relation has two",
    ),
    "row_twice": ("同一对类别写了两次", "the two categories stand twice"),
    "none_and_some": (
        "既写了 none 又写了对应类别",
        "said to have none, and a category besides",
    ),
    "mapping_incomplete": ("缺少对照", "is placed nowhere"),
}


def _fault(code: str, what: str, where: Where) -> Fault:
    zh, en = _WORDS[code]
    return Fault(code, f"{zh}：{what}", f"{en}: {what}", where, _REMEDY)


def check_mapping(
    mapping: CategoryMapping,
    packs: Mapping[str, Pack],
    unread: Collection[str] = (),
) -> tuple[Fault, ...]:
    """Return where the vocabularies disagree with the packs they belong to.

    A pack without categories of its own is taken as the table has it.
    *unread* are packs that are there and could not be read: nothing is said
    about their vocabularies.
    """
    faults: list[Fault] = []
    for name, vocabulary in mapping.vocabularies.items():
        if name in unread:
            continue
        pack = packs.get(name)
        if pack is None:
            faults.append(_fault("policy_unknown", name, vocabulary.where))
            continue
        unknown = [c for c in vocabulary.clauses if c not in pack.clauses]
        own = pack.rulebook.categories
        faults += [_fault("clause_unknown", c, vocabulary.where) for c in unknown]
        if own:
            different = sorted(set(own) ^ set(vocabulary.categories))
            faults += [
                _fault("category_differs", f"{name} {c}", vocabulary.where)
                for c in different
            ]
    return tuple(faults)


def file_faults(file: MappingFile, source: SourceFile) -> Iterator[Fault]:
    """Yield what is wrong with the pairs and rows, each by itself."""
    yield from _pair_faults(file, source)
    yield from _side_faults(file, source)


def _pair_faults(file: MappingFile, source: SourceFile) -> Iterator[Fault]:
    seen: set[frozenset[str]] = set()
    for index, pair in enumerate(file.pairs):
        where = source.where(("pairs", index))
        told = " / ".join(pair.between)
        for name in pair.between:
            if name not in file.vocabularies:
                yield _fault("vocabulary_unknown", name, where)
        if len(set(pair.between)) == 1:
            yield _fault("pair_same", told, where)
        if frozenset(pair.between) in seen:
            yield _fault("pair_twice", told, where)
        seen.add(frozenset(pair.between))


def _side_faults(file: MappingFile, source: SourceFile) -> Iterator[Fault]:
    for index, pair in enumerate(file.pairs):
        for number, row in enumerate(pair.rows):
            where = source.where(("pairs", index, "rows", number))
            sides = [name for name in (row.of, row.to) if name is not None]
            if len(sides) != (1 if Match(row.relation) is Match.NONE else 2):
                yield _fault("row_sides", f"{row.of} / {row.to}", where)
            for policy, name in zip(pair.between, (row.of, row.to), strict=True):
                known = file.vocabularies.get(policy)
                if name and known is not None and name not in known.categories:
                    yield _fault("category_unknown", f"{policy} {name}", where)


def row_faults(
    rows: Mapping[Row, list[Candidate]], file: MappingFile, source: SourceFile
) -> Iterator[Fault]:
    """Yield what the rows say twice, and what they do not say."""
    yield from _doubled(rows, file, source)
    yield from _missing(rows, file, source)


def _doubled(
    rows: Mapping[Row, list[Candidate]],
    file: MappingFile,
    source: SourceFile,
) -> Iterator[Fault]:
    """Name each doubled row once, and each category with and without a partner."""
    order = list(file.vocabularies)
    for (name, policy, target), found in rows.items():
        told = f"{policy} {name} → {target}"
        where = _pair_place(file, source, frozenset({policy, target}))
        partners = [c.category for c in found if c.category is not None]
        twice = len(set(partners)) < len(partners)
        if twice and order.index(policy) < order.index(target):
            yield _fault("row_twice", told, where)
        if len(partners) < len(found) and len(found) > 1:
            yield _fault("none_and_some", told, where)


def _missing(
    rows: Mapping[Row, list[Candidate]],
    file: MappingFile,
    source: SourceFile,
) -> Iterator[Fault]:
    for policy, vocabulary in file.vocabularies.items():
        for target in file.vocabularies:
            for name in vocabulary.categories:
                if policy != target and (name, policy, target) not in rows:
                    where = _pair_place(file, source, frozenset({policy, target}))
                    told = f"{policy} {name} → {target}"
                    yield _fault("mapping_incomplete", told, where)


def _pair_place(file: MappingFile, source: SourceFile, names: frozenset[str]) -> Where:
    """Return the line of a pair of policies, or of the list of pairs."""
    for index, pair in enumerate(file.pairs):
        if frozenset(pair.between) == names:
            return source.where(("pairs", index))
    return source.where(("pairs",))
