"""The town's reporter: fill, check, submit."""
