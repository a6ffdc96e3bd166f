"""Whole instances, started with ./iop as anybody would start them, and then treated badly."""
