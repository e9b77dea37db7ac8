"""One module a command; its name is the file's."""
