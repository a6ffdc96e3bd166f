"""Who was there, for how many minutes."""
