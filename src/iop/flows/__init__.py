"""Stories that cross apps, one file each."""
