"""Staff and rooms on the screen: who works when, what is closed, and which released sessions that touches."""
