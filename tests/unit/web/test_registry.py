"""Who the towns are, and by what address each is found."""

from zhence_web.packbook import packbook


def test_every_town_has_one_number_and_keeps_it():
    towns = packbook().towns
    assert len(towns) == len({t.id for t in towns}) == len({t.name for t in towns})
    assert len(towns) == 128
    told = {t.name: t.id for t in towns}
    assert told["上城玉皇山南基金小镇"] == "zj-001"
    assert told["余杭梦想小镇"] == "zj-005"
    assert told["吴兴美妆小镇"] == "zj-054"


def test_a_town_is_found_by_its_number_its_name_and_its_earlier_names():
    registry = packbook().registry
    town = registry.find("余杭艺尚小镇")
    assert town is not None
    assert registry.find(town.id) is town
    assert registry.find("临平艺尚小镇") is town
    assert registry.find("没有这个小镇") is None


def test_a_county_is_that_of_the_listing_and_todays_stands_beside_it():
    town = packbook().registry.find("余杭艺尚小镇")
    assert town is not None
    assert town.county is not None
    assert town.county_now is not None
    assert (town.county.name.zh, town.county_now.name.zh) == ("余杭区", "临平区")


def test_what_the_source_does_not_say_is_none():
    town = packbook().registry.find("大江东汽车小镇")
    assert town is not None
    assert (town.city, town.county) == (None, None)


def test_published_figures_keep_their_units_periods_and_kind():
    figures = packbook().figures["平阳宠物小镇"]
    planned = [f for f in figures if f.planned]
    assert {f.status.zh for f in planned} == {"规划值"}
    assert all(f.sources and f.unit.zh and f.period.zh for f in figures)
    assert list(figures) == sorted(figures, key=lambda f: f.planned)
