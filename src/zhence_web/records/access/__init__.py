"""How programs come in: tokens that people made for them, and keys of writes."""
