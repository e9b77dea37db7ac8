"""Forms as workbooks: a template out, a filled one in, a faulty one back.

:mod:`~zhence.workbooks.template` writes what :mod:`~zhence.workbooks.filled` reads;
both lean on :mod:`~zhence.workbooks.layout`.
:mod:`~zhence.workbooks.annotate` returns any workbook with its faults written in.
Reading is a dry run and the real one alike: nothing here writes a file.
"""
