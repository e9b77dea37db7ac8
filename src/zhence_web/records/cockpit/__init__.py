"""What leaders look at, counted from every context below; it writes nothing."""
