"""What the site remembers: the only app with tables.

Inside it, contexts stand in layers (see ``.importlinter``), each with the same five
files: ``models`` (tables and constraints), ``facts`` (rows to library values),
``reads`` (questions that screens ask), ``actions`` (the only writers), ``admin``
(read-only windows).
"""
