"""Conditions over facts: the closed vocabulary, its reference judge, its words."""
