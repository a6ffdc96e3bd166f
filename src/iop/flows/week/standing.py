"""How a week stands: what is released, what is drafted, what runs, and who is not fully placed."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from iop.centers.models import Program
from iop.clients.models import Client
from iop.core.timetable import words
from iop.core.timetable.reasons import Reason
from iop.flows.week.names import Names, when_words
from iop.flows.week.problem import inputs_changed
from iop.flows.week.reasons import FREE_TIME
from iop.flows.week.shortfalls import counted_minutes
from iop.schedule.models import Draft, Release, SolveRun
from iop.schedule.queries import current_release

Json = dict[str, object]


@dataclass(frozen=True)
class Standing:
    """`draft` is the newest one that is not released; None when the newest is in force or nothing was solved."""

    release: Release | None
    draft: Draft | None
    run: SolveRun | None
    """The newest run, open or ended; `run.is_open` while it works, `run.message` says what went wrong."""


@dataclass(frozen=True)
class Unplaced:
    """A client who gets less than prescribed, in counted minutes, and why in sentences."""

    client: Client
    got: int
    prescribed: int
    sentences: tuple[str, ...]


def standing(program: Program, monday: date) -> Standing:
    """Three reads, whatever the size of the week. The problem of a run is not loaded."""
    release = current_release(program, monday)
    drafts = Draft.objects.filter(week__program=program, week__monday=monday).select_related("week__program", "release")
    newest = drafts.order_by("-number").first()
    runs = SolveRun.objects.filter(week__program=program, week__monday=monday).defer("problem")
    waiting = newest if newest and not hasattr(newest, "release") else None
    return Standing(release, waiting, runs.order_by("-asked_at", "-pk").first())


def draft_is_stale(draft: Draft) -> bool:
    """Whether plans, people or rooms changed since it was solved. About thirty reads: ask where somebody decides."""
    return inputs_changed(draft.week.program, draft.problem)


def unplaced(draft: Draft, names: Names) -> list[Unplaced]:
    """Clients who do not get all that is prescribed, those left out of the problem first, then by missing minutes."""
    got = counted_minutes(draft.problem, draft.solution)
    left_out = [
        Unplaced(names.clients[entry["client"]], 0, 0, (left_out_words(entry["reason"]),))
        for entry in draft.problem["left_out"]
        if entry["client"] in names.clients
    ]
    short = [one for entry in draft.problem["clients"] if (one := _unplaced(draft, entry, got, names))]
    return left_out + sorted(short, key=lambda one: (one.got - one.prescribed, one.client.folded_last))


def _unplaced(draft: Draft, entry: Json, got: dict[str, int], names: Names) -> Unplaced | None:
    mine = [reason for reason in draft.reasons if reason.get("client") == entry["id"]]
    minutes, prescribed = got.get(entry["id"], 0), entry["plan"]["minutes"]
    if (minutes >= prescribed and not mine) or entry["id"] not in names.clients:
        return None
    sentences = tuple(sentence for reason in mine for sentence in reason_words(reason, names))
    return Unplaced(names.clients[entry["id"]], minutes, prescribed, sentences)


def reason_words(reason: Json, names: Names) -> list[str]:
    """A reason of a draft as sentences: the engine's, ours, or a note."""
    if reason.get("about") == FREE_TIME:
        return [_("Free for %(hours).1f h less than the plan asks for.") % {"hours": reason["missing"] / 60}]
    if "code" in reason:
        return [note_words(reason, names)]
    told = Reason(reason["client"], reason["about"], reason["subject"], reason["missing"], tuple(reason["codes"]))
    return words.sentences(told, lambda thing: _name(thing, names), _)


def _name(thing: str, names: Names) -> str:
    for table in (names.clients, names.services, names.staff):
        if thing in table:
            return str(table[thing])
    return thing


def note_words(note: Json, names: Names) -> str:
    """What was narrowed when the problem was written."""
    if note["code"] == "no_relative_free":
        return _("No relative's free time is known, or none fits, so no family session can be planned.")
    if note["code"] == "credential_ends":
        facts = {"who": names.leader(note["staff"]), "credential": note["credential"].upper()}
        return _("%(who)s leads nothing after the day %(credential)s ends.") % facts
    return _("The clocks change on %(when)s; nothing is planned then.") % {"when": when_words(note["start"])}


def left_out_words(reason: str) -> str:
    """Why a client could not be planned for at all."""
    if reason == "no_consent":
        return _("No consent to treatment is in force.")
    return _("No signed plan is in force this week.")
