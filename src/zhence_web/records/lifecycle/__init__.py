"""Decisions, moves, exemptions, events and cases of each membership."""
