"""Web parts without an opinion: languages, figures, pages, headers, tags."""
