"""Who did what, when, for whom: append-only, hash-chained, no foreign keys."""
