"""The targets of the real packs: sound, open when nothing is known, labelled."""

from datetime import date
from pathlib import Path

import pytest

from zhence.errors import Severity
from zhence.evidence import Verdict
from zhence.intake.catalogue import read_catalogue
from zhence.packs import load_packs
from zhence.packs.pack import Pack
from zhence.rules.rulebook import Status
from zhence.targets import Register, targets_json, targets_of
from zhence.targets.check import check_targets

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = read_catalogue(ROOT / "reference" / "indicators.csv")
PACKS = load_packs(ROOT / "packs", CATALOGUE)
WITH_TARGETS = [p for p in PACKS.values() if p.targets]
DAYS = [date(2022, 6, 30), date(2023, 12, 31), date(2025, 12, 31), date(2030, 1, 1)]


def ids(pack: Pack) -> str:
    return pack.id


@pytest.mark.parametrize("pack", WITH_TARGETS, ids=ids)
def test_every_target_can_be_asked(pack: Pack):
    wrong = [f for f in check_targets(pack) if f.severity is Severity.ERROR]
    assert [str(f) for f in wrong] == []


@pytest.mark.parametrize("pack", WITH_TARGETS, ids=ids)
@pytest.mark.parametrize("on", DAYS, ids=str)
def test_knowing_nothing_decides_nothing(pack: Pack, on: date):
    for finding in targets_of(pack, Register(), on):
        assert finding.verdict.undecided, finding.id
        assert finding.value is None or not finding.value.known


@pytest.mark.parametrize("pack", WITH_TARGETS, ids=ids)
def test_a_text_that_is_not_in_force_says_so(pack: Pack):
    found = targets_of(pack, Register(), date(2023, 12, 31))
    binding = {"not_binding" not in finding.flags for finding in found}
    assert len(targets_json(found)) == len(pack.targets)
    assert binding == {pack.status is Status.IN_FORCE}


@pytest.mark.parametrize("pack", WITH_TARGETS, ids=ids)
def test_every_number_can_be_set(pack: Pack):
    for id_, model in pack.targets.items():
        name = model.parameter or f"{id_}.threshold"
        held = pack.rulebook.parameter(name)
        changed = pack.rulebook.with_parameters({name: "1"})
        assert changed.number(name, None) != held.number(None) or model.threshold == "1"


@pytest.mark.parametrize("pack", [p for p in WITH_TARGETS if p.valid_from], ids=ids)
def test_before_its_first_day_a_policy_asks_nothing(pack: Pack):
    found = targets_of(pack, Register(), date(2016, 1, 1))
    assert {f.verdict for f in found} == {Verdict.NOT_APPLICABLE}
