"""Returns, their revisions and cells, approvals, and the bitemporal store."""
