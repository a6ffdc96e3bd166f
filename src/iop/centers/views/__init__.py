"""Screens about programs."""
