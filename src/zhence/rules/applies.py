"""Whether a criterion applies: yes, no, or not known."""

from __future__ import annotations

from zhence.rules.categories import in_group
from zhence.rules.resolve import Docket
from zhence.rules.terms import Applies


def applies(asked: Docket, conditions: tuple[Applies, ...]) -> bool | None:
    """Say whether every condition holds; ``None`` when one cannot be told."""
    answers = [a for condition in conditions for a in _answers(asked, condition)]
    if False in answers:
        return False
    return None if None in answers else True


def _answers(asked: Docket, condition: Applies) -> list[bool | None]:
    answers: list[bool | None] = []
    if condition.categories is not None:
        answers.append(_in(asked, condition.categories))
    if condition.not_categories is not None:
        inside = _in(asked, condition.not_categories)
        answers.append(None if inside is None else not inside)
    if condition.states:
        answers.append(asked.facts.membership.state in condition.states)
    if condition.year_of_stay is not None:
        answers.append(_year_of_stay(asked, condition.year_of_stay))
    if condition.re_entry:
        answers.append(_re_entered(asked))
    if condition.parameter is not None:
        chosen = asked.rulebook.choice(condition.parameter, None) == condition.equals
        if not chosen and condition.or_categories is not None:
            answers.append(_in(asked, condition.or_categories))
        else:
            answers.append(chosen)
    if condition.told:
        answers.append(any(_told(asked, name) for name in condition.told))
    if condition.not_told:
        answers.append(not any(_told(asked, name) for name in condition.not_told))
    return answers


def _told(asked: Docket, name: str) -> bool:
    return name in asked.facts.checklists or bool(asked.facts.of(name))


def _in(asked: Docket, group: str) -> bool | None:
    return in_group(asked.rulebook, asked.candidates, group)


def _year_of_stay(asked: Docket, wanted: str) -> bool | None:
    stay = asked.year_of_stay()
    return None if stay is None else stay == wanted


def _re_entered(asked: Docket) -> bool | None:
    """Say whether the present stay is a later one than the first on the list."""
    began = asked.facts.membership.stay_first_year
    if began is None or asked.calendar.first_year is None:
        return False
    return began > asked.calendar.first_year
