"""Reforms that were tried on the register, and draft editions made of them."""
