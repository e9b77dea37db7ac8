"""Questions about people and organisations, answered with frozen views."""

from zhence_web.records.accounts.reads.hands import hands_of, name_of

__all__ = ["hands_of", "name_of"]
