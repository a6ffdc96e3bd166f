"""Plain Python: rules without Django, each a sentence, a source and a pure function."""
