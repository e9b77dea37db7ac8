"""The policy graph, which policies apply, and what has not been checked."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.unit.zhence.packs_diff.edited import edited, shipped

from zhence.packs.freshness import stale
from zhence.packs.graph import Relation, graph_faults, policy_graph
from zhence.packs.graph_applies import Applicability, applicable
from zhence.packs.pack import Pack
from zhence.packs.schema import RelationModel
from zhence.rules.rulebook import Status


def related(pack: str, **to: str) -> Pack:
    """A shipped pack with other relations: policy → relation."""
    held = tuple(
        RelationModel.model_validate({"relation": relation, "policy": policy})
        for policy, relation in to.items()
    )
    return replace(shipped()[pack], relations=held)


def test_the_shipped_graph_is_sound_and_holds_every_policy():
    graph = policy_graph(shipped().values())
    assert graph_faults(graph) == ()
    assert {n.id for n in graph.nodes.values() if not n.leaf} == set(shipped())


def test_a_document_without_a_pack_is_a_leaf_that_is_cited():
    graph = policy_graph(shipped().values())
    leaf = graph.nodes["JS-towns-guidance"]
    assert (leaf.leaf, leaf.status) == (True, "issued")
    (edge,) = graph.neighbours("JS-towns-guidance")
    assert (edge.source, edge.relation) == ("NT2017", Relation.CITES)


def test_a_stated_relation_to_a_document_is_not_doubled_by_a_citation():
    graph = policy_graph(shipped().values())
    (edge,) = graph.neighbours("CN2020-towns-notice")
    assert edge.relation is Relation.IMPLEMENTS
    assert edge.note is not None


def test_neighbours_look_both_ways_and_by_relation():
    graph = policy_graph(shipped().values())
    newer = graph.neighbours("ZJ-PRACTICE", Relation.SUPERSEDES)
    assert [(e.source, e.target) for e in newer] == [("ZJ2023", "ZJ-PRACTICE")]
    assert len(graph.neighbours("ZJ-PRACTICE")) > 1
    assert graph.neighbours("nobody") == ()


def test_the_graph_has_a_plain_form():
    told = policy_graph([shipped()["NT2017"], shipped()["RPT"]]).as_json()
    nodes, edges = told["nodes"], told["edges"]
    assert isinstance(nodes, list)
    assert isinstance(edges, list)
    assert nodes[0]["valid_from"] == "2017-10-21"
    assert {n["kind"] for n in nodes} == {"policy", "document"}
    assert {e["relation"] for e in edges} == {"contradicts", "cites"}
    assert {e["note"] is None for e in edges} == {True, False}


def test_a_relation_that_leads_nowhere_is_named():
    graph = policy_graph([related("NT2017", RPT="contradicts")])
    (fault,) = graph_faults(graph)
    assert fault.code == "relation_dangling"
    assert fault.where.file == "NT2017/pack.yaml"
    assert "NT2017 contradicts RPT" in fault.en


def test_a_clause_that_nobody_has_is_named():
    relation = RelationModel.model_validate(
        {"relation": "cites", "policy": "RPT", "clauses": ["NT2017-9", "RPT-1.1a"]}
    )
    packs = [
        replace(shipped()["NT2017"], relations=(relation,)),
        replace(shipped()["RPT"], relations=()),
    ]
    (fault,) = graph_faults(policy_graph(packs))
    assert fault.code == "relation_clause_unknown"
    assert "NT2017-9" in fault.zh


def test_policies_that_supersede_each_other_in_a_circle_are_named_once():
    packs = [
        related("RPT", NT2017="supersedes"),
        related("NT2017", ZJ2023="supersedes"),
        related("ZJ2023", RPT="supersedes", NT2017="cites"),
        related("HZ2021", RPT="supersedes"),
    ]
    (fault,) = graph_faults(policy_graph(packs))
    assert fault.code == "supersedes_circle"
    assert "NT2017 → ZJ2023 → RPT → NT2017" in fault.en


def test_a_policy_that_supersedes_itself_is_a_circle():
    (fault,) = graph_faults(policy_graph([related("RPT", RPT="supersedes")]))
    assert "RPT → RPT" in fault.en


# ----------------------------------------------------------------- which one applies


def asked(packs: list[Pack], list_: str, on: date) -> dict[str, Applicability]:
    return {a.policy: a for a in applicable(packs, list_, on)}


def codes(answer: Applicability) -> list[str]:
    return [r.code for r in answer.why_not]


def test_only_the_policy_in_force_for_the_list_applies():
    found = asked(list(shipped().values()), "municipal", date(2018, 9, 13))
    assert [p for p, a in found.items() if a.applies] == ["NT2017"]
    assert codes(found["ZJ2023"]) == ["other_list"]
    assert "status_draft" in codes(found["HZP2022"])
    assert "status_reference" in codes(found["RPT"])


def test_a_draft_decides_nothing_even_inside_its_window():
    found = asked([shipped()["HZ2021"]], "provincial", date(2022, 6, 1))
    (reason,) = found["HZ2021"].why_not
    assert reason.code == "status_draft"
    assert "只作模拟" in reason.sentence.zh


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2017, 10, 20), ["before_window"]),
        (date(2017, 10, 21), []),
        (date(2020, 12, 31), []),
        (date(2021, 1, 1), ["after_window"]),
    ],
)
def test_both_ends_of_the_window_belong_to_it(on: date, expected: list[str]):
    pack = replace(shipped()["NT2017"], valid_to=date(2020, 12, 31))
    assert codes(asked([pack], "municipal", on)["NT2017"]) == expected


def test_a_policy_whose_first_day_is_unknown_applies_with_a_remark():
    found = asked([shipped()["ZJ2023"]], "provincial", date(2023, 8, 1))["ZJ2023"]
    assert found.applies
    assert [r.code for r in found.remarks] == ["start_unknown"]
    assert found.as_json()["applies"] is True


def test_a_policy_gives_way_only_to_a_newer_one_that_applies_itself():
    old = shipped()["NT2017"]
    relation = RelationModel.model_validate(
        {"relation": "supersedes", "policy": "NT2017"}
    )
    new = replace(old, id="new", valid_from=date(2022, 1, 1), relations=(relation,))
    packs = [old, new]
    before = asked(packs, "municipal", date(2021, 12, 31))
    assert before["NT2017"].applies
    after = asked(packs, "municipal", date(2022, 1, 1))
    assert codes(after["NT2017"]) == ["superseded"]
    assert after["new"].applies
    drafted = [old, replace(new, status=Status.DRAFT)]
    assert asked(drafted, "municipal", date(2022, 1, 1))["NT2017"].applies


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.IN_FORCE])
def test_every_other_status_says_why_it_does_not_bind(status: Status):
    pack = replace(shipped()["NT2017"], status=status)
    found = asked([pack], "municipal", date(2020, 1, 1))["NT2017"]
    assert codes(found) == [f"status_{status.value}"]
    why = found.as_json()["why_not"]
    assert isinstance(why, list)
    assert why[0]["sentence"]["en"]


# ------------------------------------------------------------------------- freshness


def test_a_clause_is_stale_on_the_anniversary_of_its_last_check(tmp_path: Path):
    def edit(data: dict) -> None:
        data["clauses"]["NT2017-2.4c"]["checked_on"] = "2024-02-29"
        data["clauses"]["NT2017-2.4b"]["checked_on"] = "2024-01-31"

    pack = edited("NT2017", tmp_path, {"clauses/2-requirements.yaml": edit})
    assert stale(pack, date(2025, 1, 30)) == ()
    assert [c.id for c in stale(pack, date(2025, 2, 27))] == ["NT2017-2.4b"]
    # 29 February falls on the 28th; the oldest check comes first.
    found = [c.id for c in stale(pack, date(2025, 2, 28))]
    assert found == ["NT2017-2.4b", "NT2017-2.4c"]
    assert stale(pack, date(2025, 2, 28), years=2) == ()


def test_a_check_in_the_future_is_fresh():
    assert stale(shipped()["NT2017"], date(2020, 1, 1)) == ()
