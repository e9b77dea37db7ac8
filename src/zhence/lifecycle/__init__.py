"""Birth, naming, warning, exit: state machines as tables, stepped and replayed."""
