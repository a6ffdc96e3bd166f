"""Writes about plans."""
