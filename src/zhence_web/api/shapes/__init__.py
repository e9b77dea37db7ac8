"""What answers look like: plain values, both languages, exact numbers as texts."""
