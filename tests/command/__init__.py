"""The command, tried on real processes and a real PostgreSQL."""
