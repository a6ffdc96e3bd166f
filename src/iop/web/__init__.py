"""Settings, addresses, server, worker, base templates and static files."""
