"""Questions about people and organisations, answered with frozen views."""

from zhence_web.records.accounts.reads.hands import hands_of, name_of, names_of
from zhence_web.records.accounts.reads.signatures import called, offices_seen

__all__ = ["called", "hands_of", "name_of", "names_of", "offices_seen"]
