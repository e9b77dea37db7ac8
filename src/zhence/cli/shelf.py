"""The packs and reference data that a command works with, read when asked for."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from zhence.errors import BadInputError, Fault
from zhence.facts.catalogue import Catalogue
from zhence.intake.catalogue import read_catalogue
from zhence.packs import Pack, load_packs
from zhence.packs.index_recipes import Published, load_recipes
from zhence.packs.locate import data_folder
from zhence.packs.permu_schemes import load_schemes
from zhence.packs.return_checks import read_return_checks
from zhence.packs.return_forms import read_return_forms
from zhence.packs.reward_schemes import Scheme as Reward
from zhence.packs.reward_schemes import load_rewards
from zhence.permu.scheme import Scheme
from zhence.reporting.checks.law import Checks
from zhence.reporting.forms import Forms, ReturnForm


class Shelf:
    """Reads the catalogue and the packs once, on first use."""

    def __init__(self, packs: Path | None, reference: Path | None) -> None:
        """Take the folders, or those that come with the program."""
        self.packs_folder = packs or data_folder("packs")
        self.reference_folder = reference or data_folder("reference")

    @cached_property
    def catalogue(self) -> Catalogue:
        """The indicator catalogue."""
        return read_catalogue(self.reference_folder / "indicators.csv")

    @cached_property
    def forms(self) -> Forms:
        """The forms that sites fill, in all editions."""
        return read_return_forms(self.reference_folder / "forms", self.catalogue)

    @cached_property
    def checks(self) -> Checks:
        """The numbered checks of those forms."""
        return read_return_checks(self.reference_folder / "checks", self.forms)

    def form(self, code: str, edition: str | None = None) -> ReturnForm:
        """Return a form in an edition, the newest unless one is asked for.

        Raises:
            BadInputError: there is none such.
        """
        found = [
            form
            for form in self.forms.forms
            if form.code == code and edition in {None, form.edition}
        ]
        if not found:
            known = (f"{form.code} {form.edition}" for form in self.forms.forms)
            raise BadInputError(
                Fault(
                    "form_unknown",
                    f"没有这张表：{code} {edition or ''}".rstrip(),
                    f"there is no form {code} {edition or ''}".rstrip(),
                    remedy="可写 / write one of: " + "、".join(known),
                )
            )
        return max(found, key=lambda form: form.valid.start)

    @cached_property
    def packs(self) -> dict[str, Pack]:
        """Every pack of the folder, by id."""
        return load_packs(self.packs_folder, self.catalogue)

    @cached_property
    def schemes(self) -> dict[str, Scheme]:
        """Every scheme of per-mu benefit in the folder, by id."""
        return load_schemes(self.packs_folder, self.catalogue)

    @cached_property
    def recipes(self) -> dict[str, Published]:
        """Every recipe of a composite index in the folder, by id."""
        return load_recipes(self.packs_folder)

    @cached_property
    def rewards(self) -> dict[str, Reward]:
        """Every race, star rating, campaign … in the folder, by id."""
        return load_rewards(self.packs_folder, self.catalogue)

    def pack(self, id_: str) -> Pack:
        """Return one pack.

        Raises:
            BadInputError: there is none of this id.
        """
        if id_ not in self.packs:
            raise BadInputError(
                Fault(
                    "policy_unknown",
                    f"没有这个政策包：{id_}",
                    f"no such policy pack: {id_}",
                    remedy="use one of " + ", ".join(sorted(self.packs)),
                )
            )
        return self.packs[id_]
