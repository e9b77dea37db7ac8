"""Commands that begin work above the records."""
