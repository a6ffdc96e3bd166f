"""Screens about staff, rooms and programs."""
