"""Architecture decision records can be cited: number, heading, four sections."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECORDS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
SECTIONS = ["Status", "Context", "Decision", "Consequences"]


def test_numbers_run_from_one_without_a_gap():
    numbers = [int(record.name[:4]) for record in RECORDS]
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers, "no decision is recorded"


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_record_is_headed_by_its_own_number(record: Path):
    heading = record.read_text(encoding="utf-8").splitlines()[0]
    match = re.fullmatch(r"# (\d{4})\. .+", heading)
    assert match, f"expected '# {record.name[:4]}. Title', found {heading!r}"
    assert match[1] == record.name[:4]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_record_has_the_four_sections_in_order(record: Path):
    text = record.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
