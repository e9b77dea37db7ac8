"""Codes of parameters as a clause shows them: in words where the law names them."""

import pytest

from zhence_web.packbook import Passage, packbook
from zhence_web.packbook.codes import code_names


def clause(policy: str, id_: str) -> Passage:
    found = packbook().clause(policy, id_)
    assert found is not None
    return found


def test_industries_are_named_as_the_pack_names_them():
    (parameter,) = clause("NT2017", "NT2017-2.1c").parameters
    (value,) = parameter.values
    assert "蓝印花布" in value.value.zh
    assert "blue calico" in value.value.en
    assert not value.coded


def test_a_code_that_nobody_named_stands_as_a_code():
    held = {p.id: p for p in clause("NT2017", "NT2017-2.4d").parameters}
    (value,) = held["y1_progress_basis"].values
    assert (value.value.zh, value.coded) == ("floor", True)
    (number,) = held["NT2017-2.4d.threshold"].values
    assert (number.value.zh, number.coded) == ("20", False)


@pytest.mark.parametrize("policy", ["NT2017", "RPT", "HZ2021"])
def test_every_industry_that_a_policy_lists_has_a_name(policy: str):
    pack = packbook().sources.packs[policy]
    names = code_names(pack)
    listed = {
        code
        for parameter in pack.rulebook.parameters.values()
        for held in parameter.values
        if parameter.id.endswith((".industries", ".vocabulary"))
        and isinstance(held.value, tuple)
        for code in held.value
    }
    assert listed - set(names) == set()
