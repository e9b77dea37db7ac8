"""Every page in both languages: it answers, says what it must, and is whole."""

import re
from collections import deque
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client

from zhence_web.kit.headers import CONTENT_SECURITY_POLICY
from zhence_web.records.kept import forget

# A town's page also shows what is on record, and there is nothing here.
pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/?on=2016-12-31&standing=creation&city=330100&q=云",
    "/?page=3",
    "/towns/",
    "/towns/?on=2015-12-31&standing=unlisted",
    "/towns/?q=查无此镇",
    "/towns/zj-001/",
    "/towns/zj-019/",
    "/towns/zj-005/?on=2016-01-01",
    "/towns/zj-128/",
    "/policies/",
    "/policies/NT2017/",
    "/policies/ZJ2023/",
    "/policies/RPT/",
    "/policies/ZJ-PRACTICE/",
    "/policies/NT2017/NT2017-2.4d/",
    "/policies/RPT/RPT-1.1b/",
    "/policies/RPT/RPT-2.0/",
    "/policies/ZJ2023/ZJ2023-1c/",
    "/policies/ZJ-PRACTICE/ZJ-PRACTICE-4/",
    "/policies/compare/",
    "/policies/compare/?old=NT2017&new=ZJ2023&weight=tightens",
    "/policies/compare/?old=NOBODY&new=ZJ2023",
    "/bulletins/",
    "/bulletins/?year=2017&kind=told",
    "/bulletins/?kind=decided",
    "/data/",
    "/data/?on=2016-12-31",
    "/replay/",
    "/about/",
]
LANGUAGES = ["zh-Hans", "en"]
CHINESE = re.compile("[\u3400-\u9fff]")
SENTENCE = re.compile(r"(?:\b[a-z]{2,}\b[ ,]+){3,}[a-z]{2,}")


def address(page: str, language: str) -> str:
    return page if language == "zh-Hans" else f"/en{page}"


class Page(HTMLParser):
    """What is asked of a page: its texts with their language, links, ids, tags."""

    VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        language = told.get("lang") or (self._open[-1][1] if self._open else "")
        if "code" in (told.get("class") or "").split():
            language = "code"
        if tag not in self.VOID:
            self._open.append((tag, str(language)))
        self.tags.append(tag)
        self.attributes += told
        if told.get("id"):
            self.ids.append(str(told["id"]))
        if tag == "a" and told.get("href"):
            self.links.append(str(told["href"]))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        # A title cannot carry marks, and a town has no other name.
        if data.strip() and self._open and self._open[-1][0] != "title":
            self.texts.append((self._open[-1][1], " ".join(data.split())))


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def read(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_answers_in_its_language_under_the_policy(
    client: Client, page: str, language: str
):
    response = client.get(address(page, language))
    assert response.status_code == 200
    assert response["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_needs_no_script_and_has_no_inline_style(
    client: Client, page: str, language: str
):
    told = Page(read(client, address(page, language)))
    assert "script" not in told.tags
    assert "style" not in {*told.tags, *told.attributes}
    assert not {a for a in told.attributes if a.startswith("on")}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_title_line_and_every_id_once(
    client: Client, page: str, language: str
):
    told = Page(read(client, address(page, language)))
    assert told.tags.count("h1") == 1
    assert len(told.ids) == len(set(told.ids))


@pytest.mark.parametrize("page", PAGES)
def test_an_english_page_is_english(client: Client, page: str):
    """Chinese stands on it only where it is marked as Chinese."""
    told = Page(read(client, address(page, "en")))
    stray = [t for lang, t in told.texts if lang == "en" and CHINESE.search(t)]
    assert stray == []


@pytest.mark.parametrize("page", PAGES)
def test_a_chinese_page_is_chinese(client: Client, page: str):
    told = Page(read(client, page))
    stray = [t for lang, t in told.texts if lang == "zh-Hans" and SENTENCE.search(t)]
    assert stray == []


@pytest.mark.parametrize("page", PAGES)
def test_nothing_unfinished_reaches_a_page(client: Client, page: str, language: str):
    html = read(client, address(page, language))
    told = Page(html)
    assert not [t for _, t in told.texts if re.search(r"^None$|\{\{|\{%|Text\(", t)]


def test_every_link_leads_to_a_page(client: Client):
    """All clauses and many towns, from the home page on.

    The English pages are the same templates under another root.
    """
    seen = {"/"}
    waiting = deque(seen)
    while waiting:
        page = waiting.popleft()
        response = client.get(page)
        assert response.status_code == 200, page
        if not response["Content-Type"].startswith("text/html"):
            continue
        told = Page(response.content.decode())
        for link in told.links:
            parts = urlsplit(link)
            if parts.scheme or not parts.path:
                assert parts.scheme in {"", "http", "https"}, link
                continue
            path = unquote(parts.path)
            if path not in seen and not path.startswith("/en/"):
                seen.add(path)
                waiting.append(path)
    assert len([p for p in seen if p.startswith("/policies/")]) > 200


def test_every_town_has_its_page(client: Client, language: str):
    for number in range(1, 129):
        read(client, address(f"/towns/zj-{number:03}/", language))


def test_the_home_page_shows_the_four_figures_of_a_day(client: Client):
    html = read(client, "/?on=2018-09-30")
    line = r'headline headline-(\w+)".*?headline-number">\s*<a[^>]*>(\d+)<'
    figures = re.findall(line, html, re.DOTALL)
    assert figures == [
        ("creation", "74"),
        ("cultivation", "18"),
        ("named", "7"),
        ("exited", "0"),
    ]
    assert "最近公布 115（2018-09-30），当日点名可查 74" in html
    assert "未查明 41" in html


def test_known_published_and_unaccounted_stand_apart(client: Client):
    html = read(client, "/")
    for word in ("已知", "公布", "未查明", "不以推算补足"):
        assert word in html


def test_a_day_that_is_none_is_refused_politely(client: Client):
    for wrong in ("yesterday", "2017-02-30", "0001-01-01", "9999-12-31", "<b>"):
        html = read(client, f"/?on={wrong}")
        assert 'role="alert"' in html
        assert "<b>" not in html


def test_filters_that_mean_nothing_are_left_out(client: Client):
    assert "共 128 项" in read(client, "/towns/?standing=nobody&city=000000&page=x")


def test_filters_and_the_day_are_kept_in_the_links(client: Client):
    html = read(client, "/?on=2017-12-31&standing=creation")
    assert "?on=2017-12-31&amp;standing=creation&amp;page=2#list" in html
    assert "/en/?on=2017-12-31&amp;standing=creation" in html
    assert "/towns/zj-002/?on=2017-12-31" in html


def test_a_search_finds_names_earlier_names_and_counties(client: Client):
    for words, found in (
        ("梦想", "zj-005"),
        ("临平艺尚", "zj-006"),
        ("Jiashan", "zj-019"),
        ("嘉 善", "zj-019"),
        ("ZJ-０１９", "zj-019"),
    ):
        assert f"/towns/{found}/" in read(client, f"/towns/?q={words}")


def test_a_list_without_a_town_says_what_to_do(client: Client):
    assert "清除筛选" in read(client, "/towns/?q=查无此镇")


def test_a_name_leads_to_the_number_and_keeps_the_day(client: Client):
    response = client.get("/en/towns/余杭梦想小镇/?on=2016-12-31")
    assert response.status_code == 302
    assert response["Location"] == "/en/towns/zj-005/?on=2016-12-31"


def test_a_report_town_says_on_what_assumption_it_is_compared(client: Client):
    html = read(client, "/towns/zj-019/")
    assert "假定该镇在 2023-12-12 仍如报告走访时所载" in html
    assert "参照，不具约束力" in html
    assert "未达到" in html
    assert "/policies/RPT/RPT-1.1c/" in html


def test_another_town_has_no_benchmark(client: Client):
    assert "对照考察报告标准" not in read(client, "/towns/zj-002/")


def test_published_figures_say_that_they_are_not_judged(client: Client):
    assert "公布值，不作判定" in read(client, "/towns/zj-001/")


def test_implied_grades_are_labelled(client: Client):
    assert "良好／合格之一（隐含）" in read(client, "/towns/zj-019/")
    assert "implied: one of good / qualified" in read(client, "/en/towns/zj-019/")


def test_a_grade_that_was_not_published_yet_says_so(client: Client):
    assert "（在查询日之后）" in read(client, "/towns/zj-012/?on=2016-01-01")
    assert "（在查询日之后）" not in read(client, "/towns/zj-012/")


def test_a_draft_is_labelled_on_every_page_of_it(client: Client):
    html = read(client, "/policies/RPT/RPT-1.1b/")
    assert "参照，不具约束力" in html
    assert "RPT/rules/benchmark.yaml:" in html


def test_the_equations_are_shown_with_their_remainder(client: Client):
    told = " ".join(t for _, t in Page(read(client, "/replay/")).texts)
    assert "37 + 42 + 35 + 21 − 7 − 13 =" in told
    assert "余数 0" in told
    assert "未查明 41" in told


@pytest.mark.parametrize(
    "page",
    [
        "/nothing/",
        "/towns/zj-999/",
        "/towns/没有这个小镇/",
        "/policies/NOBODY/",
        "/policies/RPT/RPT-9.9/",
    ],
)
def test_what_is_not_there_is_said_in_style(client: Client, page: str, language: str):
    html = read(client, address(page, language), 404)
    assert f'<html lang="{language}">' in html
    assert ("没有这个页面" if language == "zh-Hans" else "no such page") in html
    assert client.get(address(page, language))["Content-Security-Policy"]


def test_a_page_that_breaks_says_so_without_a_trace(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    def broken() -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("zhence_web.screens.public.views.packbook", broken)
    client.raise_request_exception = False
    forget()
    html = read(client, "/replay/", 500)
    assert "错在本站" in html
    assert "secret detail" not in html


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_only_read(client: Client, method: str):
    assert getattr(client, method)("/").status_code == 405


def test_the_site_is_healthy_when_packs_and_register_are_loaded(client: Client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert b"128 towns" in response.content


def test_an_address_without_its_last_slash_is_led_to_the_page(client: Client):
    assert client.get("/towns")["Location"] == "/towns/"
