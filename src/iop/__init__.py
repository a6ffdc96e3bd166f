"""OpenIOP: runs an intensive outpatient program."""
