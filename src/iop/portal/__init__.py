"""What clients see. No clinical tables."""
