"""From views of the records to shapes, where more than the names differ."""
