"""A table of states is closed: no state without a way in or out, no lost names."""

from tests.unit.zhence.lifecycle.lives import cycle, move

from zhence.lifecycle.conditions import InState
from zhence.lifecycle.table import Hold, LifeCycle, dead_ends

ANYWHERE = InState(())


def faults(table: LifeCycle) -> list[tuple[str, str]]:
    """What is wrong and with which name; the places between are for messages."""
    return [(told[0], told[-1]) for told in dead_ends(table)]


def test_a_closed_table_has_no_faults():
    sound = cycle(
        move("T1", "POOL", "FULL"), move("T2", "FULL", "OUT"), states="POOL FULL OUT"
    )

    assert faults(sound) == []


def test_transitions_leave_in_their_order():
    table = cycle(move("T2", "FULL", "OUT"), move("T1", "FULL POOL", "NAMED"))

    assert [t.id for t in table.leaving("FULL")] == ["T2", "T1"]
    assert [t.id for t in table.leaving("POOL")] == ["T1"]
    assert table.leaving("OUT") == ()


def test_a_state_without_a_way_in():
    table = cycle(move("T1", "POOL FULL", "OUT"), states="POOL FULL OUT")

    assert faults(table) == [("state_without_entry", "FULL")]


def test_a_state_without_a_way_out():
    table = cycle(move("T1", "POOL", "FULL"), states="POOL FULL")

    assert faults(table) == [("state_without_exit", "FULL")]


def test_a_flag_is_no_way_out():
    table = cycle(
        move("T1", "POOL", "FULL"),
        move("T2", "FULL", None, raises="PRIORITY"),
        states="POOL FULL",
    )

    assert faults(table) == [("state_without_exit", "FULL")]


def test_a_target_by_record_is_a_way_in_and_its_source_has_a_way_out():
    table = cycle(
        move("T1", "POOL", None, by_record={"listed": "FULL"}),
        move("T2", "FULL", "OUT"),
        states="POOL FULL OUT",
    )

    assert faults(table) == []


def test_names_that_are_no_states():
    table = cycle(
        move("T1", "POOL PUL", "FUL", by_record={"listed": "TRAIL"}),
        states="POOL",
        final="POOL",
    )

    assert faults(table) == [
        ("state_unknown", "T1: FUL"),
        ("state_unknown", "T1: PUL"),
        ("state_unknown", "T1: TRAIL"),
    ]


def test_a_hold_on_a_transition_that_is_none():
    table = cycle(
        move("T1", "POOL", "OUT"),
        states="POOL OUT",
        holds=[Hold(("T1", "T9"), ANYWHERE)],
    )

    assert faults(table) == [("transition_unknown", "T9")]
