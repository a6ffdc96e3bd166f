"""One file per rule, each said twice: to the solver and to anyone who holds a finished week."""
