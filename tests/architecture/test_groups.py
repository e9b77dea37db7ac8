"""Tests that share a site run on one worker."""

import pytest
from tests.conftest import TOGETHER


@pytest.mark.xdist_group("of this test")
def test_the_runner_keeps_a_group_together(request: pytest.FixtureRequest):
    """It goes by the name; with pytest 9.2 xdist 3.8 silently stopped to write it."""
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("not run with --dist=loadgroup, as make runs them")
    assert request.node.nodeid.endswith("@of this test")


def test_every_group_is_there(request: pytest.FixtureRequest):
    for start in (start for group in TOGETHER for start in group):
        assert any(request.config.rootpath.glob(f"{start}*")), start
