"""Treatment plans, signed versions, milestones, and proposals to change hours."""
