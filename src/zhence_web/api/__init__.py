"""``/api/v1``: the same questions and deeds as the pages, for programs.

Nothing is decided here: rights are the gate's, deeds are the records' actions.
"""
