"""Writes: marks, visitors, sessions that were not held."""
