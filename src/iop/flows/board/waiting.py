"""What waits for the viewer: at most five lines, safety first, each with its age and one verb."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.accounts.models import User
from iop.core import clock
from iop.core.policy import Action, may
from iop.flows.board.today import GroupToday
from iop.plans.queries import proposals_visible_to, waiting
from iop.safety.queries import open_tasks
from iop.schedule.models import Draft, Release
from iop.schedule.queries import shortfalls_visible_to, still_open

MOST_LINES = 5


@dataclass(frozen=True)
class Line:
    """`kind` is a status of the house: urgent, attention, proposal or info."""

    kind: str
    word: str
    strong: str
    rest: str
    verb: str
    url: str


def waiting_for(user: User, today: date, groups: list[GroupToday]) -> list[Line]:
    """Safety tasks, then people away today, proposals, and a draft to release."""
    role = user.policy_role
    found: list[Line] = []
    if may(role, Action.SAFETY_TASK_SEE):
        found += [_safety(task) for task in open_tasks(user=user)[:MOST_LINES]]
    if may(role, Action.TIMETABLE_SEE):
        found += _away(groups)
    if may(role, Action.PROPOSAL_LIST):
        found += _proposals(user)
    if may(role, Action.SHORTFALL_KEEP):
        found += _promises(user)
    if may(role, Action.WEEK_RELEASE):
        found += _drafts(today)
    return found[:MOST_LINES]


def _safety(task) -> Line:
    overdue = task.due_at < clock.now()
    due = _("due %(ago)s ago") if overdue else _("due in %(ago)s")
    span = timesince(task.due_at, clock.now()) if overdue else timesince(clock.now(), task.due_at)
    return Line(
        "urgent",
        _("Safety task"),
        task.client.name,
        f"{task.words.rstrip('.')}. {task.responsible}, {due % {'ago': span}}.",
        _("Open it"),
        reverse("safety_task", args=[task.public_id]),
    )


def _away(groups: list[GroupToday]) -> list[Line]:
    """Leaders of groups today who are away."""
    leaders = dict.fromkeys(group.leader for group in groups if group.away and not group.cancelled)
    rest = _("is away today and leads groups.")
    return [Line("attention", _("Away"), who, rest, _("Look at the week"), reverse("timetable")) for who in leaders]


def _proposals(user: User) -> list[Line]:
    times: list[datetime] = list(waiting(proposals_visible_to(user)).values_list("proposed_at", flat=True))
    if not times:
        return []
    count = ngettext("%(n)d proposal", "%(n)d proposals", len(times)) % {"n": len(times)}
    oldest = _("The oldest has waited %(age)s.") % {"age": timesince(min(times), clock.now())}
    return [Line("proposal", _("To sign"), count, oldest, _("Open the list"), reverse("proposals"))]


def _promises(user: User) -> list[Line]:
    due = list(still_open(shortfalls_visible_to(user)).values_list("due_on", flat=True))
    if not due:
        return []
    count = ngettext("%(n)d person fell short", "%(n)d people fell short", len(due)) % {"n": len(due)}
    rest = _("in a released week. The first promise is due on %(day)s.") % {"day": f"{min(due):%-d %B}"}
    return [Line("attention", _("Promised"), count, rest, _("Open the list"), reverse("shortfall_tasks"))]


def _drafts(today: date) -> list[Line]:
    """The newest draft of a coming week, unless that week is released with it or a later one."""
    monday = clock.monday_of(today)
    released = Release.objects.filter(week=OuterRef("week")).order_by("-number").values("draft__number")[:1]
    coming = Draft.objects.filter(week__monday__range=(monday, monday + timedelta(days=14))).select_related("week")
    newest = coming.annotate(released=Subquery(released)).order_by("week_id", "-number").distinct("week_id")
    return [_draft(d) for d in newest.defer("problem", "solution") if d.number > (d.released or 0)]


def _draft(draft: Draft) -> Line:
    short = len({reason["client"] for reason in draft.reasons})
    rest = ngettext("%(n)d person is not fully placed.", "%(n)d people are not fully placed.", short) % {"n": short}
    return Line(
        "info",
        _("Next week"),
        _("Draft ready for %(day)s") % {"day": f"{draft.week.monday:%-d %B}"},
        rest if short else _("Everybody has all their hours."),
        _("Open the draft"),
        reverse("timetable_week", args=[draft.week.monday.isoformat()]),
    )
