"""Boundaries of divisions: brought by an operator, replaced as a whole, dated."""
