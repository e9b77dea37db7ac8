"""What everybody may see: lists, towns, policies, and how each came about."""
