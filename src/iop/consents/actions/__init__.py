"""Writes: what a client agreed to, was told, and signed."""
