"""``packs/rewards/*.yaml`` → races, stars, titles, campaigns, likeness, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from zhence.contrast.gaps import Gaps
from zhence.contrast.positions import Likeness
from zhence.errors import BadPackError, Fault, Where, ZhenceError
from zhence.evidence import Label, Text
from zhence.facts.catalogue import Catalogue
from zhence.packs import reward_forms as forms
from zhence.packs.model_faults import model_faults
from zhence.packs.schema import Words
from zhence.packs.source import Path_, SourceFile, read_yaml
from zhence.rewards.campaign import Campaign
from zhence.rewards.race import Part, Race, Tied
from zhence.rewards.stars import Band, Stars
from zhence.rewards.titles import Title
from zhence.units import exact_number

FOLDER = "rewards"
Rule = Race | Stars | tuple[Title, ...] | Campaign | Likeness | Gaps
_FORM: TypeAdapter[forms.AnyForm] = TypeAdapter(forms.AnyForm)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme by its *kind*: the rule, whose it is, and how it was read."""

    id: str
    kind: str
    title: Text
    label: Label
    clauses: tuple[str, ...]
    rule: Rule
    notes: tuple[Text, ...]
    where: Where


def load_rewards(folder: Path, catalogue: Catalogue) -> dict[str, Scheme]:
    """Load every scheme below ``rewards`` in a folder of packs, by id.

    Raises:
        BadPackError: every fault of every file.
    """
    found: dict[str, Scheme] = {}
    faults: list[Fault] = []
    for path in reward_files(folder):
        try:
            held = load_reward(path, catalogue)
        except ZhenceError as error:
            faults.extend(error.faults)
        else:
            found[held.id] = held
    if faults:
        raise BadPackError(faults)
    return found


def reward_files(folder: Path) -> list[Path]:
    """Return the files of the schemes below a folder of packs, by name."""
    return sorted((folder / FOLDER).glob("*.yaml"))


def load_reward(path: Path, catalogue: Catalogue) -> Scheme:
    """Load one scheme; its file is named after its id.

    Raises:
        BadPackError: every fault of the file, with its line.
    """
    source = read_yaml(path, f"{FOLDER}/{path.name}")
    try:
        file = _FORM.validate_python(source.data)
    except ValidationError as error:
        raise BadPackError(model_faults(error, source)) from None
    builder = _Builder(source, catalogue)
    rule = builder.rule(file)
    if file.id != path.stem:
        builder.fault(
            ("id",),
            "reward_file_name",
            f"文件名应为 {file.id}.yaml",
            f"the file should be named {file.id}.yaml",
            "rename the file or change the id",
        )
    if builder.faults:
        raise BadPackError(builder.faults)
    return Scheme(
        file.id,
        file.kind,
        _text(file.title),
        Label(file.label),
        tuple(file.clauses),
        rule,
        tuple(map(_text, file.notes)),
        source.where(("id",)),
    )


def unknown_clauses(held: Iterable[Scheme], known: Iterable[str]) -> Iterator[Fault]:
    """Yield the clauses that schemes rest on and no pack has."""
    clauses = set(known)
    for one in held:
        for clause in one.clauses:
            if clause not in clauses:
                yield Fault(
                    "reward_clause",
                    f"没有条款 {clause}",
                    f"there is no clause {clause}",
                    one.where,
                    "correct the clauses",
                )


class _Builder:
    """Builds the rule of one file, noting every fault with its line."""

    def __init__(self, source: SourceFile, catalogue: Catalogue) -> None:
        self.source = source
        self.catalogue = catalogue
        self.faults: list[Fault] = []

    def fault(self, path: Path_, code: str, zh: str, en: str, remedy: str) -> None:
        self.faults.append(Fault(code, zh, en, self.source.where(path), remedy))

    def number(self, given: forms.Number, *path: str | int) -> Fraction:
        """Return a number of zero or more; one, and a fault, for what is none."""
        found = exact_number(str(given))
        if found is None or found < 0:
            self.fault(
                path,
                "reward_number",
                f"不是零以上的数：{given}",
                f"not a number of zero or more: {given}",
                "write a plain decimal, in quotes",
            )
            return Fraction(1)
        return found

    def positive(self, given: forms.Number, *path: str | int) -> Fraction:
        """Return a number above zero; one, and a fault, for what is none."""
        found = self.number(given, *path)
        if found:
            return found
        self.fault(
            path,
            "reward_number",
            "须大于零",
            "it has to be above zero",
            "leave out what counts nothing",
        )
        return Fraction(1)

    def code(self, code: str, *path: str | int) -> str:
        """Return an indicator's code; a fault for what the catalogue has not."""
        if code.removeprefix("-") not in self.catalogue:
            self.fault(
                path,
                "reward_indicator",
                f"指标目录里没有 {code}",
                f"the catalogue has no {code}",
                "use a code of reference/indicators.csv",
            )
        return code

    def rule(self, file: forms.AnyForm) -> Rule:
        """Return the rule of a file by its kind."""
        title, clauses = _text(file.title), tuple(file.clauses)
        match file:
            case forms.RaceForm():
                return Race(
                    file.id,
                    title,
                    tuple(
                        Part(
                            id_,
                            _text(part.title),
                            self.positive(part.weight, "parts", id_, "weight"),
                        )
                        for id_, part in file.parts.items()
                    ),
                    tuple(file.breakers),
                    Tied(file.tied),
                    self.positive(file.step, "step"),
                    clauses,
                )
            case forms.StarsForm():
                return Stars(
                    file.id,
                    title,
                    self._bands(file),
                    file.rest,
                    file.most_steps,
                    clauses,
                )
            case forms.TitlesForm():
                return tuple(
                    Title(
                        id_,
                        _text(one.title),
                        tuple(
                            self.code(code, "titles", id_, "by", at)
                            for at, code in enumerate(one.by)
                        ),
                        file.shared,
                        clauses,
                    )
                    for id_, one in file.titles.items()
                )
            case forms.CampaignForm():
                return Campaign(
                    file.id,
                    title,
                    {
                        id_: self.positive(part.weight, "criteria", id_, "weight")
                        for id_, part in file.criteria.items()
                    },
                    file.places,
                    self.positive(file.full, "full"),
                    file.least_judges,
                    file.trim_from,
                    file.most_of_county,
                    clauses,
                )
            case forms.LikenessForm():
                return self._likeness(file, title, clauses)
            case forms.GapsForm():
                return Gaps(
                    file.id,
                    title,
                    tuple(
                        self.code(code, "indicators", at)
                        for at, code in enumerate(file.indicators)
                    ),
                    tuple(file.by),
                    file.least_known,
                    self.number(file.least_share, "least_share"),
                    clauses,
                )

    def _bands(self, file: forms.StarsForm) -> tuple[Band, ...]:
        bands = tuple(
            Band(one.stars, self.number(one.least, "bands", at, "least"))
            for at, one in enumerate(file.bands)
        )
        ends = [(band.least, band.stars) for band in bands]
        falling = all(a > b and m > n for (a, m), (b, n) in pairwise(ends))
        if not falling or file.rest >= bands[-1].stars:
            self.fault(
                ("bands",),
                "reward_bands",
                "星级须从高到低，分数线也须逐级降低",
                "stars and their scores have to fall from band to band",
                "order the bands from the best down",
            )
        return bands

    def _likeness(
        self, file: forms.LikenessForm, title: Text, clauses: tuple[str, ...]
    ) -> Likeness:
        section, two, three, four = (
            self.number(given, "depths", at) for at, given in enumerate(file.depths)
        )
        if not section <= two <= three <= four:
            self.fault(
                ("depths",),
                "reward_depths",
                "代码越相同，相似度不应越低",
                "codes that share more digits cannot be less alike",
                "let the four numbers rise",
            )
        return Likeness(
            file.id,
            title,
            self.positive(file.by_code, "by_code"),
            self.number(file.by_niche, "by_niche"),
            (section, two, three, four),
            self.positive(file.near, "near"),
            self.positive(file.near_in_county, "near_in_county"),
            clauses,
        )


def _text(words: Words) -> Text:
    return Text(words.zh, words.en)


def of_kind(schemes: Mapping[str, Scheme], kind: str) -> list[str]:
    """Return the ids of the schemes of one kind."""
    return [one.id for one in schemes.values() if one.kind == kind]
