"""How hard a property is tried: the same inputs every time, more at night."""

from hypothesis import settings

_AT_LEAST = 60
# tests/conftest.py has loaded the profile by now; the nightly one searches longer
# and somewhere else each time.
_profile = settings()

thorough = settings(
    max_examples=max(_AT_LEAST, _profile.max_examples),
    derandomize=_profile.max_examples <= _AT_LEAST,
    deadline=None,
)
