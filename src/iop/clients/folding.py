"""Names as they are searched: without case, accents or punctuation."""

import unicodedata


def folded(*names: str) -> str:
    """`folded("Zoë", "O'Neil")` -> "zoe oneil". The same folding is used for what is stored and what is typed."""
    plain = unicodedata.normalize("NFKD", " ".join(names)).casefold()
    kept = "".join(c for c in plain if not unicodedata.combining(c) and (c.isalnum() or c in " -"))
    return " ".join(kept.replace("-", " ").split())
