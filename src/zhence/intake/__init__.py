"""People's files become facts: tables in, values out, every fault at once.

Nothing is half-loaded and nothing is guessed: missing is not zero, neither is
"does not apply", and what could mean two things is refused by name.
"""
