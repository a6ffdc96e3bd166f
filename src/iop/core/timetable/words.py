"""Reasons as sentences. Templates are whole sentences with named places, so they can be translated."""

from collections.abc import Callable, Mapping

from iop.core.timetable import diary as d
from iop.core.timetable import reasons as r

Translate = Callable[[str], str]

MISSING: Mapping[str, str] = {
    r.SERVICE: "%(client)s: %(missing)d session(s) of %(subject)s missing.",
    r.AFFINITY: "%(client)s: %(missing)d session(s) in a %(subject)s group missing.",
    r.MINUTES: "%(client)s: %(missing)d prescribed minutes missing.",
    r.DAYS: "%(client)s: %(missing)d day(s) fewer than planned.",
    r.SUPERVISION: "%(client)s: no supervision meeting this week.",
}

BECAUSE: Mapping[str, str] = {
    r.NO_GROUP: "There is no group of this kind the client may attend.",
    r.NOT_FREE: "The client is not free at any possible start.",
    r.NO_STAFF: "Nobody qualified can give it (credential, language, gender, or primary therapist).",
    r.NOT_ON_DUTY: "Those who could give it are not on duty when it would be possible.",
    r.NO_ROOM: "No suitable room is open when it would be possible.",
    r.NO_CONTACT: "Somebody the client must not meet is there.",
    r.FULL: "All seats are taken.",
    r.NOT_HELD: "The groups are not held at times when the client could come.",
    r.STAFF_BOOKED: "Those who could give it are booked.",
    r.ROOMS_TAKEN: "All suitable rooms are taken.",
    r.NOT_FOUND: "A place may still be possible; the search ended before it was found.",
    d.AUTHORISED: "More minutes than authorised would be needed.",
    d.MOST_DAYS: "The client already comes on as many days as the plan allows.",
    d.SERVICE_MAXIMUM: "The plan allows no more sessions of this kind.",
    d.LONGEST_VISIT: "The day would become longer than the longest visit of the plan.",
    d.BUSY: "The client is in other care then.",
    d.OTHER_PLACE: "The client is at another place that day.",
    d.IN_GROUP: "The client already attends the group this week.",
}


def sentences(reason: r.Reason, name: Translate = str, translate: Translate = str) -> list[str]:
    """What is missing, then why. `name` turns an id into what people call it."""
    facts = {"client": name(reason.client), "subject": name(reason.subject), "missing": reason.missing}
    first = translate(MISSING[reason.about]) % facts
    return [first, *(translate(BECAUSE[code]) for code in reason.codes)]
