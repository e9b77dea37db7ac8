"""Operators: organisations, people, packs in force, jobs, audit."""
