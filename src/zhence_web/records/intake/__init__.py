"""Files that people hand in: checked, taken in or refused whole, and kept by hash."""
