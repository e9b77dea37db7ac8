"""Where two policies ask different things of one figure, on one level of lists.

They are findings and no errors: each policy is judged by itself, and its
thresholds are never mixed with another's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from zhence.evidence import Text
from zhence.packs.diff_reach import applied_categories
from zhence.packs.diff_say import measure_words, operator_words, parameter_words
from zhence.packs.diff_terms import newest
from zhence.packs.diff_words import listed, plain
from zhence.packs.names import measure_indicators
from zhence.packs.pack import Pack
from zhence.rules import measures as m
from zhence.rules import terms as t
from zhence.rules.rulebook import Criterion


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One figure of which two policies ask different things.

    *about* is ``threshold`` where the limit differs, ``counted`` where the same
    figure leaves out different things.
    """

    about: str
    first: str
    second: str
    indicators: tuple[str, ...]
    rules: tuple[str, ...]
    lists: tuple[str, ...]
    sentence: Text

    def as_json(self) -> dict[str, object]:
        """Return the form that ``--json`` prints."""
        return {
            "about": self.about,
            "policies": [self.first, self.second],
            "indicators": list(self.indicators),
            "rules": list(self.rules),
            "lists": list(self.lists),
            "sentence": {"zh": self.sentence.zh, "en": self.sentence.en},
        }


Figure = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one criterion asks of a figure: what is compared, and in words."""

    rule: str
    limit: tuple[str, frozenset[object]]
    title: Text
    said: Text


def contradictions(
    packs: Iterable[Pack], *, same_level: bool = True
) -> tuple[Contradiction, ...]:
    """Return where two packs differ on one figure.

    With *same_level* only packs that share a list are compared, else all.
    """
    found: list[Contradiction] = []
    for first, second in combinations(packs, 2):
        shared = tuple(sorted(set(first.lists) & set(second.lists)))
        if shared or not same_level:
            found += _thresholds(first, second, shared)
            found += _counted(first, second, shared)
    return tuple(found)


def _thresholds(
    first: Pack, second: Pack, shared: tuple[str, ...]
) -> Iterator[Contradiction]:
    left, right = _asked(first), _asked(second)
    for figure in (f for f in left if f in right):
        one, two = left[figure], right[figure]
        if {a.limit for a in one} == {a.limit for a in two}:
            continue
        title, said, other = one[0].title, _said(one), _said(two)
        yield Contradiction(
            "threshold",
            first.id,
            second.id,
            tuple(sorted(figure[0] | figure[1])),
            tuple(dict.fromkeys(a.rule for a in (*one, *two))),
            shared,
            Text(
                f"{title.zh}：{first.id} 要求{said.zh}；{second.id} 要求{other.zh}。",
                f"{title.en}: {first.id} asks {said.en}; {second.id} asks {other.en}.",
            ),
        )


def _said(asked: list[_Asked]) -> Text:
    return listed(dict.fromkeys(a.said for a in asked))


def _asked(pack: Pack) -> Mapping[Figure, list[_Asked]]:
    held: dict[Figure, list[_Asked]] = defaultdict(list)
    for criterion in pack.rulebook.criteria.values():
        for term in _leaves(criterion.judge):
            names: tuple[str, ...]
            match term:
                case t.Compare(measure, operator, against):
                    how = operator.value, operator_words(operator)
                    names = (measure,)
                case t.Share(part, whole, operator, against, _):
                    how = operator.value, operator_words(operator)
                    names = (part, whole)
                case t.About(measure, against, _, cap):
                    how = f"about {cap}", Text("约", "about")
                    names = (measure,)
                case _:
                    continue
            values = _values(pack, criterion, against)
            figure = _figure(pack, names)
            if figure[0] and values:
                held[figure].append(_told(pack, criterion, names, how, values))
    return held


def _leaves(term: t.Term) -> Iterator[t.Term]:
    """Yield what must hold; what is denied asks nothing of a figure here."""
    if isinstance(term, t.All | t.AnyOf):
        for member in term.members:
            yield from _leaves(member)
    else:
        yield term


def _figure(pack: Pack, names: tuple[str, ...]) -> Figure:
    above, *below = (_indicators(pack, name) for name in names)
    return above, frozenset[str]().union(*below)


def _indicators(pack: Pack, name: str) -> frozenset[str]:
    """Return the indicators of a measure; their order is the pack's own affair."""
    measure = pack.rulebook.measures.get(name)
    if measure is None:
        return frozenset()
    first = (s.indicator for s in measure.sources if isinstance(s, m.Reported))
    return frozenset(first) or frozenset(measure_indicators(measure))


def _values(pack: Pack, criterion: Criterion, against: t.Operand) -> dict[str, object]:
    """Return the parameters asked and their values; open ones ask nothing."""
    named = {against.parameter} - {None}
    table = pack.rulebook.thresholds.get(against.by_category or "")
    if table is not None:
        inside = applied_categories(pack, criterion.applies)
        named |= {p for c, p in table.parameters.items() if c in inside}
    values = {str(name): newest(pack, str(name)) for name in sorted(map(str, named))}
    return {name: value for name, value in values.items() if value is not None}


def _told(
    pack: Pack,
    criterion: Criterion,
    names: tuple[str, ...],
    how: tuple[str, Text],
    values: Mapping[str, object],
) -> _Asked:
    titles = [measure_words(pack, name) for name in names]
    limit = listed(parameter_words(pack, name) for name in values)
    return _Asked(
        criterion.id,
        (how[0], frozenset(values.values())),
        Text("占".join(w.zh for w in titles), " of ".join(w.en for w in titles)),
        Text(
            f"{how[1].zh}{limit.zh}（{criterion.id}）",
            f"{how[1].en} {limit.en} ({criterion.id})",
        ),
    )


def _counted(
    first: Pack, second: Pack, shared: tuple[str, ...]
) -> Iterator[Contradiction]:
    left, right = _left_out(first), _left_out(second)
    for figure in (f for f in left if f in right):
        (name, out), (other, others) = left[figure], right[figure]
        if out == others:
            continue
        title = measure_words(first, name)
        said, then = plain(sorted(out)), plain(sorted(others))
        yield Contradiction(
            "counted",
            first.id,
            second.id,
            (figure,),
            (name, other),
            shared,
            Text(
                f"{title.zh}：{first.id} 不计{said.zh}；{second.id} 不计{then.zh}。",
                f"{title.en}: {first.id} leaves out {said.en}; "
                f"{second.id} leaves out {then.en}.",
            ),
        )


def _left_out(pack: Pack) -> Mapping[str, tuple[str, frozenset[str]]]:
    """Return the uses that an indicator leaves out, with the measure that says so."""
    held: dict[str, tuple[str, frozenset[str]]] = {}
    for measure in pack.rulebook.measures.values():
        reported = [s.indicator for s in measure.sources if isinstance(s, m.Reported)]
        for source in measure.sources:
            if isinstance(source, m.FromProjects) and reported:
                out = newest(pack, source.excluded)
                if isinstance(out, tuple):
                    held.setdefault(reported[0], (measure.id, frozenset(out)))
    return held
