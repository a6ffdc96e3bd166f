"""Organizations, programs, sites, rooms, staff and services."""
