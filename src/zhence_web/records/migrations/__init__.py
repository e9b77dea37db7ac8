"""One history for all contexts."""
