"""Work that outlives a request; each job is a few lines around an action."""
