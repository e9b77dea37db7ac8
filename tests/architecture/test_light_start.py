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


def test_the_packs_are_read_without_what_only_few_questions_need():
    # Another process is asked: in this one other tests have imported everything.
    told = subprocess.run(
        [sys.executable, "-c", ASKED], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
