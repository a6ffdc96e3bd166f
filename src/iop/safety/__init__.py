"""Return to use, safety tasks and their dispositions."""
