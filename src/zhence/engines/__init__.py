"""The judge for whole registers: a compiled policy run over columns, row by row.

The plain judge says it for one subject and writes the reasons; the kernel says
the same for millions of rows, in whole numbers, and a property test holds the
two equal.
"""
