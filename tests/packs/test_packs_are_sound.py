"""Every shipped pack loads, contradicts nothing, and stands on its sources."""

import pytest
from tests.packs.shelf import PACKS, shipped

from zhence.intake.catalogue import default_catalogue
from zhence.packs import Pack, load_pack
from zhence.packs.check import check_pack
from zhence.packs.load import pack_folders

FOLDERS = [p.name for p in pack_folders(PACKS)]


@pytest.mark.parametrize("name", FOLDERS)
def test_the_pack_loads_by_itself(name: str):
    pack = load_pack(PACKS / name, default_catalogue())

    assert pack.id == name


@pytest.mark.parametrize("pack", shipped().values(), ids=lambda p: p.id)
def test_the_check_finds_nothing(pack: Pack):
    assert [str(fault) for fault in check_pack(pack)] == []


@pytest.mark.parametrize("pack", shipped().values(), ids=lambda p: p.id)
def test_every_dated_value_cites_a_document_and_a_clause_of_its_pack(pack: Pack):
    uncited = [
        parameter.id
        for parameter in pack.rulebook.parameters.values()
        for value in parameter.values
        if value.citation is None
        or value.citation.document not in pack.documents
        or not value.citation.clauses
        or not set(value.citation.clauses) <= set(pack.clauses)
    ]
    assert uncited == []


@pytest.mark.parametrize("pack", shipped().values(), ids=lambda p: p.id)
def test_every_clause_has_a_home(pack: Pack):
    assert [name for name, homes in pack.homes().items() if not homes] == []


@pytest.mark.parametrize("pack", shipped().values(), ids=lambda p: p.id)
def test_every_home_says_where_it_stands(pack: Pack):
    nowhere = [
        (home.kind, home.id)
        for homes in pack.homes().values()
        for home in homes
        if home.where.file is None or home.where.line is None
    ]
    assert nowhere == []


@pytest.mark.parametrize("pack", shipped().values(), ids=lambda p: p.id)
def test_criteria_and_sanctions_are_never_left_uncomputed(pack: Pack):
    left = [
        name
        for name in pack.not_computable
        if pack.clauses[name].kind
        in {"criterion", "status-transition", "penalty", "prohibition"}
    ]
    assert left == []


@pytest.mark.parametrize("pack", shipped().values(), ids=lambda p: p.id)
def test_everything_is_said_in_both_languages(pack: Pack):
    texts = [
        *(c.title for c in pack.rulebook.criteria.values()),
        *(p.title for p in pack.rulebook.parameters.values()),
        *(c.summary for c in pack.clauses.values()),
    ]
    silent = [t for t in texts if not t.zh.strip() or not t.en.strip()]
    assert silent == []


def test_the_packs_differ_by_their_hashes():
    hashes = {pack.hash for pack in shipped().values()}

    assert len(hashes) == len(FOLDERS)


def test_whatever_is_proposed_can_be_put_on_record_as_a_decision():
    silent = {
        f"{name} {t.id}"
        for name, pack in shipped().items()
        if pack.lifecycle is not None
        for t in pack.lifecycle.transitions
        if t.proposes and t.target is not None and not t.decisions
    }
    assert silent == set()
