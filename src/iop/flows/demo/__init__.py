"""The demo: invented people who live five weeks at each program, made by running the loop, kept in a file, loaded at any day."""
