"""What hides between characters."""

import pytest

from zhence.intake.characters import forbidden, half_width, shown, tidy, turns_direction


def test_only_width_is_folded_and_footnotes_stay_what_they_are():
    assert half_width("　１２．５％ m² ½ ① ") == "12.5% m² ½ ①"


def test_a_name_keeps_what_is_inside_it():
    assert tidy("\ufeff 甲　公司\u200b ") == "甲　公司"


@pytest.mark.parametrize("character", ["\0", "\x07", "\x7f", "\ufffd", "\ue15f"])
def test_control_and_damaged_characters_are_forbidden(character):
    assert forbidden(f"甲{character}乙") == character
    assert forbidden("甲\ud800") == "\ud800"


@pytest.mark.parametrize(
    "text",
    [
        "甲公司",
        "多\n行",
        "𠮷野家",
        "㈱",
        "👨‍👩‍👧",
        "e\u0301",
        "=cmd|' /C calc'!A0",
        "<b>",
        "\u2028",
    ],
)
def test_unusual_but_honest_text_is_allowed(text):
    assert forbidden(text) is None


def test_marks_that_turn_the_direction_are_seen():
    assert turns_direction("abc\u202edef")
    assert not turns_direction("abcdef")


def test_a_message_hides_nothing_and_stays_short():
    assert shown("a\x1b[31mb\u202e") == "a\\x1b[31mb\\u202e"
    assert shown("长" * 100) == "长" * 60 + "…"
