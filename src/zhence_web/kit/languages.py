"""Chinese and English side by side.

Words stand in both languages where they are used: :class:`zhence.evidence.Text` in
values, ``{% t "中文" "English" %}`` in templates. A catalogue of translations would
need gettext's compiler on a fresh machine and can be incomplete; a pair cannot.
Which of the two is shown follows from the address alone (see ``project.urls``).
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language

from zhence.evidence import Text

ENGLISH = "en"
_PREFIX = "/en/"


def in_english() -> bool:
    """Say whether the page is asked for in English."""
    return get_language() == ENGLISH


def say(words: Text) -> str:
    """Return *words* in the language of the page."""
    return words.en if in_english() else words.zh


def page_languages(request: HttpRequest) -> dict[str, object]:
    """Give every template its language and the address of the other one."""
    path = request.path
    bare = path.removeprefix("/en") if path.startswith(_PREFIX) else path
    english = in_english()
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return {
        "english": english,
        "html_lang": ENGLISH if english else "zh-Hans",
        "other_language_url": (bare if english else f"/en{bare}") + query,
    }
