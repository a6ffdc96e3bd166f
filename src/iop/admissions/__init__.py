"""Episodes of care and the levels a person passes through in one."""
