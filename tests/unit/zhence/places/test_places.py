"""Divisions by code, and by name on a date."""

from datetime import date

from zhence.places import Division, Gazetteer, Level

MERGED = date(2021, 4, 9)
BEFORE, AFTER = date(2021, 4, 8), date(2021, 4, 9)

PROVINCE = Division("330000", "某省", "Province", Level.PROVINCE, None)
CITY = Division("330100", "某市", "City", Level.CITY, "330000")
OLD = Division(
    "330102", "上区", "Upper", Level.COUNTY, "330100", until=MERGED, successors=("7",)
)
NEW = Division("330107", "上区", "Upper", Level.COUNTY, "330100", since=MERGED)
ORPHAN = Division("990101", "远区", "Far", Level.COUNTY, "990100")
PLACES = Gazetteer([PROVINCE, CITY, OLD, NEW, ORPHAN])


def test_a_code_is_in_force_up_to_and_without_the_day_it_ends():
    assert OLD.in_force(BEFORE)
    assert not OLD.in_force(AFTER)
    assert not NEW.in_force(BEFORE)
    assert NEW.in_force(AFTER)
    assert CITY.in_force(date(1, 1, 1))


def test_a_division_is_found_by_code_in_force_or_not():
    assert PLACES.get("330102") is OLD
    assert PLACES.get("000000") is None
    assert len(PLACES) == 5


def test_one_name_means_the_division_in_force_on_the_day():
    assert PLACES.named("上区", BEFORE) == (OLD,)
    assert PLACES.named("上区", AFTER) == (NEW,)
    assert PLACES.named("下区", AFTER) == ()


def test_below_a_division_stand_those_in_force_on_the_day():
    assert PLACES.within("330100", BEFORE) == (OLD,)
    assert PLACES.within("330100", AFTER) == (NEW,)
    assert PLACES.within("330000", AFTER) == (CITY,)
    assert PLACES.within("330107", AFTER) == ()


def test_the_chain_runs_from_the_county_up_to_the_province():
    assert PLACES.chain("330107") == (NEW, CITY, PROVINCE)
    assert PLACES.chain("330000") == (PROVINCE,)


def test_the_chain_stops_where_the_list_knows_no_more():
    assert PLACES.chain("990101") == (ORPHAN,)
    assert PLACES.chain("000000") == ()


def test_a_division_that_is_its_own_parent_does_not_hang():
    ring = Division("1", "环", "Ring", Level.CITY, "1")
    assert len(Gazetteer([ring]).chain("1")) == len(Level)
