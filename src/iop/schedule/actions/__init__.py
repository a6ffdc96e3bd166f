"""Writes to the released timetable."""
