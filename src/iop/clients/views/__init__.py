"""Screens of one client that need nothing but clients."""
