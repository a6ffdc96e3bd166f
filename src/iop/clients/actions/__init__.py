"""Writes about clients; each leaves one event."""
