"""Writes about staff, rooms and programs. Each leaves one event."""
