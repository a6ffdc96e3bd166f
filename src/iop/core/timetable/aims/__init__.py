"""One file per aim, each said twice: as a sum the solver makes small and as a score of a finished week."""
