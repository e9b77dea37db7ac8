"""Tests that share a site run on one worker."""

import os

import pytest
from tests.conftest import TOGETHER


@pytest.mark.skipif(
    "PYTEST_XDIST_WORKER" not in os.environ, reason="one process: nothing to keep apart"
)
@pytest.mark.xdist_group("of this test")
def test_the_runner_keeps_a_group_together(request: pytest.FixtureRequest):
    """It goes by the name; with pytest 9.2 xdist 3.8 silently stopped to write it."""
    assert request.node.nodeid.endswith("@of this test")


def test_every_group_is_there(request: pytest.FixtureRequest):
    for start in TOGETHER:
        assert (request.config.rootpath / start).exists(), start
