"""The ./iop command: makes the environment, runs the database, the web server and the worker, and the tests."""
