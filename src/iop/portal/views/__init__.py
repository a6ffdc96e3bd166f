"""The client's own pages, and the calendar file."""
