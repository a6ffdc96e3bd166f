"""Screens around a plan, one file each."""
