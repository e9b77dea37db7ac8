"""The shape of an entry: what is wrong and what to do, each in zh and en."""

Words = tuple[str, str, str, str]
