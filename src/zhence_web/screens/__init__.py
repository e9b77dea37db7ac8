"""Pages, one package an audience; they show values and decide nothing."""
