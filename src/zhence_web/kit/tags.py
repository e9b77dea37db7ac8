"""What every template may say; registered as built-ins, so nothing is loaded."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Protocol

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from zhence.evidence import Text
from zhence_web.kit.icons import drawing
from zhence_web.kit.languages import in_english, say
from zhence_web.kit.mapping import Drawing
from zhence_web.kit.marks import shape
from zhence_web.kit.tiles import tianditu

register = template.Library()
_FINGERPRINT = 10
# Han characters with the punctuation between them.
_CHINESE = re.compile("([\u3400-\u9fff][\u3000-\u303f\u3400-\u9fff\uff00-\uffef]*)")
_LISTS = {
    "provincial": Text("省级名单", "provincial list"),
    "municipal": Text("市级名单", "municipal list"),
    "parks": Text("园区名单", "list of parks"),
}


@register.simple_tag
def t(zh: str, en: str, **values: object) -> str:
    """Return one of two wordings, with *values* filled in and escaped."""
    return (
        format_html(en if in_english() else zh, **values)
        if values
        else (en if in_english() else zh)
    )


@register.filter(name="say")
def say_filter(words: Text | None) -> SafeString:
    """Return a text in the language of the page; nothing is empty.

    Chinese words that an English text cannot do without (亿元, a town's name) are
    marked as Chinese, for those who listen to the page.
    """
    return marked(say(words)) if words else mark_safe("")


@register.filter
def starred(stars: int | None) -> SafeString:
    """Return stars as they are drawn, and as they are read out; a dash for none."""
    if stars is None:
        return mark_safe("—")
    return format_html(
        '<span class="stars" aria-hidden="true">{}</span><span class="quiet">{}</span>',
        "★" * stars,
        say(Text(f"{stars} 星", f"{stars} stars")),
    )


@register.filter
def list_called(name: str) -> str:
    """Return what a list is called; one that has no words yet by its own name."""
    return say(_LISTS[name]) if name in _LISTS else name


@register.filter
def listed(texts: Iterable[Text]) -> SafeString:
    """Return texts in one line, joined as the language of the page does it."""
    return marked((", " if in_english() else "、").join(say(text) for text in texts))


@register.filter
def either(texts: Iterable[Text]) -> SafeString:
    """Return texts in one line, each of which is enough by itself."""
    return marked((", or " if in_english() else "，或").join(say(t) for t in texts))


@register.filter
def say_plain(words: Text | None) -> str:
    """Return a text without marks, for titles, options and attributes."""
    return say(words) if words else ""


@register.filter
def marked(text: str) -> SafeString:
    """Return *text*, escaped; on an English page its Chinese parts are marked."""
    if not in_english() or not _CHINESE.search(text):
        return format_html("{}", text)
    return format_html_join(
        "",
        "{}",
        (
            (zh(part) if odd else part,)
            for odd, part in zip(cycle((False, True)), _CHINESE.split(text))
        ),
    )


@register.filter
def zh(name: str) -> SafeString:
    """Mark Chinese words on a page that may be English, such as a town's name."""
    return format_html('<span lang="zh-Hans">{}</span>', name)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a small drawing, which is hidden from those who listen."""
    return mark_safe(drawing(name))  # noqa: S308  # a file of our own


@register.filter
def mark(kind: str) -> str:
    """Return the outline of a mark on a map, as the path of a drawing."""
    return shape(kind)


@register.filter
def kinds_drawn(
    drawn: Drawing, kinds: Iterable[tuple[str, Text]]
) -> list[tuple[str, Text, int]]:
    """Return the kinds that a map shows, with how many of each, in the order given."""
    return [(kind, words, n) for kind, words in kinds if (n := drawn.kinds.get(kind))]


@register.filter
def section(name: str) -> str:
    """Return the address name of a page of the public site."""
    return f"public:{name}"


@register.filter
def under(path: str, target: str) -> bool:
    """Say whether a page lies below *target*; everything lies below the home."""
    return target.count("/") > target.startswith("/en/") + 1 and path.startswith(target)


class Paged(Protocol):
    """What knows the address of another page of the same list."""

    def page_query(self, number: int) -> str:
        """Return the query of a page."""
        ...


@register.simple_tag
def page_url(asked: Paged, number: int, anchor: str) -> str:
    """Return the address of another page of a list."""
    return asked.page_query(number) + anchor


class Placed(Protocol):
    """What knows the address of the same list in another place."""

    def place_query(self, city: str = "", county: str = "") -> str:
        """Return the query of a place."""
        ...


@register.simple_tag
def place_url(asked: Placed, city: str) -> str:
    """Return the address of the same list in a city."""
    return asked.place_query(city)


@register.simple_tag
def asset(path: str) -> str:
    """Return the address of a static file with a fingerprint of its content."""
    return f"{static(path)}?v={_fingerprint(path)}"


@register.simple_tag
def basemap() -> SafeString:
    """Return where the tiles under a map come from; usually from nowhere."""
    tiles = tianditu(settings.CONFIG.tianditu_key)
    return format_html_join("", ' data-{}="{}"', tiles.items())


@register.simple_tag
def island(name: str) -> SafeString:
    """Return the script of an island, and its style sheet if it has one.

    Nothing where the islands were not built.

    A page is complete without its islands, so their absence is no fault of a page.
    """
    if finders.find(f"islands/{name}.js") is None:
        return mark_safe("")
    script = format_html(
        '<script type="module" src="{}"></script>', asset(f"islands/{name}.js")
    )
    if finders.find(f"islands/{name}.css") is None:
        return script
    style = asset(f"islands/{name}.css")
    return format_html('<link rel="stylesheet" href="{}">{}', style, script)


@cache
def _fingerprint(path: str) -> str:
    found = finders.find(path)
    if not isinstance(found, str):
        raise template.TemplateSyntaxError(f"no static file {path!r}")
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:_FINGERPRINT]
