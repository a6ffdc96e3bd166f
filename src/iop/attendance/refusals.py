"""Why a mark was not saved. Raised before anything is written; the words are for the person who pressed."""

from iop.attendance.models import Attendance


class MarkRefused(ValueError):
    """Nothing was saved; `str()` says why and what to do."""


class EditedMeanwhile(MarkRefused):
    """Somebody else marked the same person since this screen was read. `theirs` is what stands now (None: not marked)."""

    def __init__(self, words: str, theirs: Attendance | None) -> None:
        super().__init__(words)
        self.theirs = theirs
