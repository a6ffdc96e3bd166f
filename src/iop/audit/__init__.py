"""Who did what, to whom, why, and what the row was before: one stream, sealed in batches."""
