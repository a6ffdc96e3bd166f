"""Words for the facts of a client: languages, modes, urgency, kinds of time."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LANGUAGES = {
    "en": gettext_lazy("English"),
    "es": gettext_lazy("Spanish"),
    "ht": gettext_lazy("Haitian Creole"),
    "pt": gettext_lazy("Portuguese"),
    "fr": gettext_lazy("French"),
    "ru": gettext_lazy("Russian"),
    "vi": gettext_lazy("Vietnamese"),
    "zh": gettext_lazy("Chinese"),
    "ar": gettext_lazy("Arabic"),
    "asl": gettext_lazy("American Sign Language"),
}
MODES = {"onsite": gettext_lazy("on site"), "telehealth": gettext_lazy("telehealth")}
PRIORITIES = {1: gettext_lazy("usual"), 2: gettext_lazy("soon"), 3: gettext_lazy("first")}
GENDERS = {
    "": gettext_lazy("no wish"),
    "f": gettext_lazy("a woman"),
    "m": gettext_lazy("a man"),
    "x": gettext_lazy("non-binary"),
}
KINDS = {
    "free": gettext_lazy("free"),
    "work": gettext_lazy("work"),
    "school": gettext_lazy("school"),
    "child_care": gettext_lazy("child care"),
    "other": gettext_lazy("not free"),
}


def listed(words: Iterable[object]) -> str:
    """ "Spanish and English", "a, b and c"."""
    said = [str(word) for word in words]
    if len(said) < 2:
        return "".join(said)
    return _("%(first)s and %(last)s") % {"first": ", ".join(said[:-1]), "last": said[-1]}


def languages_words(codes: Iterable[str]) -> str:
    return listed(LANGUAGES.get(code, code) for code in codes)


def modes_words(modes: Iterable[str]) -> str:
    return listed(MODES.get(mode, mode) for mode in modes)
