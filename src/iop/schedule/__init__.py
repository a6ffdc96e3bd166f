"""Weeks: solved drafts, releases, sessions, seats, bookings, calendars."""
