"""The wordings in force: files with a version, kept as long as anybody signed them."""

from pathlib import Path

CONTENT = Path(__file__).parent / "content"
TREATMENT = "treatment.v1"
PRIVACY = "privacy.v1"


def text_of(wording: str) -> str:
    """What stood on the page a person signed."""
    if wording not in {path.stem for path in CONTENT.glob("*.md")}:
        raise KeyError(wording)
    return (CONTENT / f"{wording}.md").read_text(encoding="utf-8")
