"""Frozen snapshots, runs of a policy over them, results, reviews."""
