"""The only writers of people and organisations: one verb a deed, each audited.

A deed outside somebody's rights raises ``NotAllowedError``; one that cannot be done
as asked raises ``RefusedError`` and changes nothing.
"""
