"""Ten thousand ways to tamper with an exported file, and the verifier finds each."""

from io import BytesIO

import pytest
from tests.factories.audit import file, life
from tests.lib.tampering import FOUND_BY_ITSELF, NEED_A_RECEIPT, dice
from tools.verify_audit import Chain, check

from zhence_web.records.audit import reads

pytestmark = pytest.mark.django_db

WAYS = [*FOUND_BY_ITSELF, *NEED_A_RECEIPT]
EACH = 500


@pytest.fixture
def honest() -> bytes:
    """A file as the site gives it out."""
    life()
    return file()


def test_the_honest_file_is_sound_up_to_its_head(honest: bytes):
    chain = Chain()
    head = reads.head()
    assert head is not None
    assert list(check(BytesIO(honest), [(head.seq, head.digest)], chain)) == []
    assert (chain.seq, chain.digest) == (head.seq, head.digest)


def test_ten_thousand_mutations_are_tried():
    assert len(WAYS) * EACH == 10_000


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_mutation_is_found(honest: bytes, way):
    head = reads.head()
    assert head is not None
    rng = dice(way.__name__)
    tried = 0
    while tried < EACH:
        mutated = way(honest, rng)
        if mutated == honest:  # two equal lines swapped, the same byte written again
            continue
        tried += 1
        # By the file itself, or else by one receipt of its end kept elsewhere.
        receipts = [(head.seq, head.digest)] if way in NEED_A_RECEIPT else []
        found = next(check(BytesIO(mutated), receipts), None)
        assert found is not None, mutated.decode(errors="replace")


@pytest.mark.parametrize("way", NEED_A_RECEIPT, ids=lambda way: way.__name__)
def test_a_chain_written_anew_is_whole_in_itself(honest: bytes, way):
    """Or the test above would not show that it is the receipt that finds it."""
    assert list(check(BytesIO(way(honest, dice("one"))))) == []
