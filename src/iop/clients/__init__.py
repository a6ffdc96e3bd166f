"""People in care: who they are, when they can come, whom they must not meet."""
