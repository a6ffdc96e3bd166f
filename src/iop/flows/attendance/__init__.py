"""Attendance and what follows from it: milestones looked at again, and whether a week can still be saved."""
