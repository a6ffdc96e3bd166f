"""A program's week: the problem is written, solved in a child process, checked, compared, and released by a person."""
