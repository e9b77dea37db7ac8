"""What every start of the site reads brings nothing heavy along."""

import subprocess
import sys

HEAVY = ("numpy", "openpyxl", "pyarrow", "shapely")
ASKED = f"""
import sys
import zhence_web.kit.exports
import zhence_web.packbook
print([name for name in {HEAVY!r} if name in sys.modules])
"""

SERVED = f"""
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "zhence_web.project.settings"
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
print([name for name in {HEAVY!r} if name in sys.modules])
"""


def heavy(program: str) -> str:
    # Another process is asked: in this one other tests have imported everything.
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return told.stdout.strip()


def test_the_packs_are_read_without_what_only_few_questions_need():
    assert heavy(ASKED) == "[]"


def test_the_site_starts_without_what_only_few_answers_need():
    assert heavy(SERVED) == "[]"
