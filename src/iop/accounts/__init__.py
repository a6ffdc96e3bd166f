"""Who signs in, with which role, and how their session ends."""
