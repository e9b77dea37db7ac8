"""People's files become facts: tables in, values out, every fault at once.

Nothing is half-loaded and nothing is guessed: missing is not zero, neither is
"does not apply", and what could mean two things is refused by name.

A file goes through these rooms, one module each: :mod:`~zhence.intake.opening`
(what is it?), :mod:`~zhence.intake.delimited` or :mod:`~zhence.intake.workbook`
(a grid of cells), :mod:`~zhence.intake.columns` (the header),
:mod:`~zhence.intake.rows` with :mod:`~zhence.intake.numbers` and
:mod:`~zhence.intake.dates` (the values), one module for each table, and
:mod:`~zhence.intake.plausible` (can it all be true together?).
:mod:`~zhence.intake.tables` and :mod:`~zhence.intake.check` are the doors.
"""
