"""Forms about staff, rooms and programs."""
