"""A table of events under a life cycle, and what is wrong with either."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.packs.shelf import shipped

from zhence.cases.chronicle import chronicle_json, chronicle_of, open_chronicle
from zhence.errors import BadInputError

PACK = shipped()["ZJ-PRACTICE"]
HEAD = "town,on,event,detail,source_url\n"


def table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "events.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_events_become_standings(tmp_path: Path):
    path = table(
        tmp_path,
        "甲镇,2015-06-04,listed_creation,batch 1,http://a",
        "甲镇,2016-06,assessed,2015 创建 降格,http://a",
        "甲镇,2016-06,moved_to_cultivation,,http://a",
    )

    told = open_chronicle(PACK, path, None)

    assert told.counts == {"CULTIVATION": 1}
    assert told.assessed == {2015: {"CREATION": {"downgraded": 1}}}
    assert told.list_name == "provincial"
    assert told.irregular == ()


def test_an_event_out_of_the_life_cycle_is_told_by_its_row(tmp_path: Path):
    path = table(
        tmp_path,
        "甲镇,2015-06-04,listed_creation,batch 1,http://a",
        "甲镇,2017,left_list,,http://a",
        "甲镇,2018,named,batch 2,http://a",
    )

    (fault,) = open_chronicle(PACK, path, None).irregular

    assert fault.code == "event_out_of_life_cycle"
    assert str(fault.where) == f"{path}:4"
    assert fault.remedy


def test_a_table_that_cannot_be_read_is_refused_as_a_whole(tmp_path: Path):
    path = table(
        tmp_path,
        "甲镇,someday,listed_creation,batch 1,http://a",
        "乙镇,2015,vanished,,http://a",
    )

    with pytest.raises(BadInputError) as refused:
        open_chronicle(PACK, path, None)

    assert len(refused.value.faults) == 2


def test_inferred_grades_are_marked(tmp_path: Path):
    path = table(tmp_path, "甲镇,2018,assessed,2017 创建 良好 (inferred),http://a")

    (life,) = open_chronicle(PACK, path, None).lives.values()

    assert life.steps[0].happening.inferred


def test_only_published_numbers_of_the_past_are_known(tmp_path: Path):
    path = table(tmp_path, "甲镇,2015-06-04,listed_creation,batch 1,http://a")

    early = open_chronicle(PACK, path, date(2015, 12, 31))
    earlier = open_chronicle(PACK, path, date(2015, 12, 30))

    assert [p.year for p in early.populations] == [2015]
    assert earlier.populations == ()


def test_a_policy_without_a_life_cycle_replays_nothing():
    with pytest.raises(ValueError, match="no life cycle"):
        chronicle_of(replace(PACK, lifecycle=None), [], None)


def test_the_answer_of_no_events_is_empty():
    told = chronicle_json(chronicle_of(PACK, [], date(2015, 1, 1)))

    assert told["counts"] == {}
    assert told["memberships"] == []
    assert told["on"] == "2015-01-01"
