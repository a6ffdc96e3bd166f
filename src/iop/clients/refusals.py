"""Why something about a client was not saved; the words are for the person who pressed, nothing was changed."""


class NotSaved(ValueError):
    """`str()` says why and what to do."""


class ChangedMeanwhile(NotSaved):
    """Somebody else saved the same thing since this page was read."""
