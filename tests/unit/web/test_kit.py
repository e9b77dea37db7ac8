"""Numbers, pages and languages, without a page around them."""

from fractions import Fraction

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from zhence.evidence import Interval, Text
from zhence_web.kit.figures import interval_text, number_text, signed_text
from zhence_web.kit.languages import page_languages
from zhence_web.kit.paging import page_of


def test_unknown_is_never_zero():
    assert number_text(None).zh == "—（缺报）"
    assert interval_text(Interval()).zh == "—（缺报）"
    assert interval_text(Interval(Fraction(0), None)).en == "— (not reported)"
    assert interval_text(None).zh == "—"
    assert number_text(0).zh == "0"


def test_amounts_are_grouped_and_say_how_much_is_known():
    assert number_text(25000).zh == "25,000"
    assert interval_text(Interval.point(Fraction(82, 25))).zh == "3.28"
    assert interval_text(Interval(Fraction(90), None)).zh == "至少 90"
    assert interval_text(Interval(None, Fraction(5))).en == "at most 5"
    assert interval_text(Interval(Fraction(3), Fraction(4))).zh == "3–4"


def test_a_gap_carries_its_sign():
    assert signed_text(Interval.point(Fraction(1, 5))).zh == "+0.2"
    assert signed_text(Interval.point(Fraction(-3))).zh == "−3"
    assert signed_text(Interval.point(0)).zh == "0"
    assert signed_text(Interval(Fraction(-3), None)).zh == "—"
    assert signed_text(None).zh == "—"


@pytest.mark.parametrize(
    ("asked", "number"),
    [(None, 1), ("2", 2), ("99", 3), ("0", 1), ("-1", 1), ("x", 1), ("9" * 400, 1)],
)
def test_a_page_that_is_asked_for_always_exists(asked: str | None, number: int):
    assert page_of("abcdefg", asked, 3).number == number


def test_a_page_knows_its_place():
    page = page_of("abcdefg", "3", 3)
    assert (page.items, page.first, page.last, page.count) == (("g",), 7, 7, 3)
    assert (page.previous, page.following) == (2, None)


def test_the_pager_shows_ends_and_neighbours():
    assert page_of("x" * 100, "10", 5).window == (1, None, 8, 9, 10, 11, 12, None, 20)
    assert page_of("x" * 20, "1", 5).window == (1, 2, 3, 4)


def test_an_empty_list_has_one_empty_page():
    page = page_of("", None, 5)
    assert (page.count, page.first, page.last, page.window) == (1, 0, 0, (1,))


@pytest.mark.parametrize(
    ("language", "path", "other"),
    [
        ("zh-hans", "/towns/?page=2", "/en/towns/?page=2"),
        ("en", "/en/towns/?page=2", "/towns/?page=2"),
        ("en", "/en/", "/"),
        ("zh-hans", "/", "/en/"),
    ],
)
def test_the_other_language_is_the_same_page(language: str, path: str, other: str):
    with override(language):
        told = page_languages(RequestFactory().get(path))
    assert told["other_language_url"] == other


def rendered(template: str, **values: object) -> str:
    return Template(template).render(Context(values))


def test_a_pair_of_words_shows_one_and_escapes_what_is_filled_in():
    template = '{% t "共 {n} 个" "{n} towns" n=n %}'
    with override("zh-hans"):
        assert rendered(template, n="<b>") == "共 &lt;b&gt; 个"
    with override("en"):
        assert rendered(template, n=5) == "5 towns"


def test_chinese_words_on_an_english_page_are_marked():
    words = Text("至少30亿元", "at least 30 亿元 <in all>")
    with override("en"):
        assert rendered("{{ w|say }}", w=words) == (
            'at least 30 <span lang="zh-Hans">亿元</span> &lt;in all&gt;'
        )
    with override("zh-hans"):
        assert rendered("{{ w|say }}", w=words) == "至少30亿元"
    with override("en"):
        assert rendered("{{ w|say_plain }}", w=Text("", "a < b")) == "a &lt; b"


def test_texts_in_a_line_are_joined_as_their_language_does_it():
    words = [Text("甲", "one"), Text("乙", "two")]
    with override("zh-hans"):
        assert rendered("{{ w|listed }}|{{ w|either }}", w=words) == "甲、乙|甲，或乙"
    with override("en"):
        assert rendered("{{ w|listed }}|{{ w|either }}", w=words) == (
            "one, two|one, or two"
        )


def test_a_drawing_is_hidden_from_those_who_listen():
    assert 'aria-hidden="true"' in rendered('{% icon "excellent" %}')
    assert "icon-excellent" in rendered('{% icon "excellent" %}')


def test_a_static_file_carries_the_fingerprint_of_its_content():
    assert "/static/site/base.css?v=" in rendered('{% asset "site/base.css" %}')
