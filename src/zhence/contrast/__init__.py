"""How towns differ: what each stands for, and how far apart groups of them are."""
