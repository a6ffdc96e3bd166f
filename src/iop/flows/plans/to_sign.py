"""What waits for a decision, and one proposal with everything that is needed to trust it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.core import clock
from iop.core.levels_of_care import is_higher
from iop.core.plans import Rung
from iop.core.policy import Role
from iop.flows.plans.words import reason_lines
from iop.plans import wording
from iop.plans.lines import result_lines, tally
from iop.plans.models import HoursProposal, PlanVersion
from iop.plans.queries import proposals_visible_to, results_with_milestones, waiting
from iop.safety.models import ReturnToUse, SafetyTask
from iop.safety.queries import open_tasks

ENTRIES_SHOWN = 50
WITHDRAWN_SHOWN_FOR = timedelta(days=7)
DECIDED_SHOWN = 50


@dataclass(frozen=True)
class Entry:
    """One line of the list at the left."""

    name: str
    line: str
    age: str
    url: str
    proposal: HoursProposal | None = None


@dataclass(frozen=True)
class ToSign:
    """The list: groups in the order of urgency, what was withdrawn lately, and the counts of the views above it."""

    show: str
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    withdrawn: tuple[Entry, ...] = ()
    mine: int = 0
    team: int = 0
    hidden: int = 0
    views: tuple[dict[str, object], ...] = field(default_factory=tuple)

    @property
    def entries(self) -> list[Entry]:
        return [entry for _title, entries in self.groups for entry in entries]

    @property
    def first(self) -> HoursProposal | None:
        """What opens beside the list: the first proposal, for a safety task has its own page."""
        return next((entry.proposal for entry in self.entries if entry.proposal), None)


def to_sign(user, show: str) -> ToSign:
    """`show`: mine, team or decided; without it a director begins with the team, everybody else with their own."""
    show = show if show in ("mine", "team", "decided") else "team" if user.policy_role is Role.DIRECTOR else "mine"
    visible = proposals_visible_to(user)
    open_now = list(waiting(visible).order_by("proposed_at", "pk"))
    tasks = list(open_tasks(user=user))
    own = [p for p in open_now if _is_own(p.version.plan.episode.client, user)]
    own_tasks = [task for task in tasks if task.responsible.user_id == user.pk or _is_own(task.client, user)]
    mine, team = len(own) + len(own_tasks), len(open_now) + len(tasks)
    if show == "decided":
        decided = visible.filter(decision__isnull=False).order_by("-decision__at")[:DECIDED_SHOWN]
        groups = _named([(_("Decided"), [_decided(p) for p in decided])])
        return ToSign(show, groups, (), mine, team, 0, _views(show, mine, team))
    chosen, chosen_tasks = (own, own_tasks) if show == "mine" else (open_now, tasks)
    groups, hidden = _grouped(chosen, chosen_tasks)
    since = clock.now() - WITHDRAWN_SHOWN_FOR
    lately = visible.filter(withdrawn_at__gte=since, decision__isnull=True).order_by("-withdrawn_at")[:ENTRIES_SHOWN]
    return ToSign(show, groups, tuple(map(_withdrawn, lately)), mine, team, hidden, _views(show, mine, team))


def following(listed: ToSign, proposal: HoursProposal) -> HoursProposal | None:
    """What opens after this one is decided: the next below, else the first that is left."""
    proposals = [entry.proposal for entry in listed.entries if entry.proposal]
    place = next((at for at, found in enumerate(proposals) if found.pk == proposal.pk), len(proposals))
    rest = [*proposals[place + 1 :], *proposals[:place]]
    return rest[0] if rest else None


def proposal_page(proposal: HoursProposal, listed: ToSign) -> dict[str, object]:
    """Context of one opened proposal."""
    version = proposal.version
    definition = version.plan.episode.program.definition
    rung = definition.ladder(proposal.to_ladder).rung(proposal.to_rung) if proposal.to_rung else None
    results = results_with_milestones(proposal.evidence)
    lines = result_lines(results)
    milestones = [result.milestone for result in results]
    before, after = _neighbours(listed, proposal)
    return {
        "proposal": proposal,
        "version": version,
        "lines": lines,
        "tally": tally(lines),
        "read_at": max((result.evaluated_at for result in results), default=None),
        "events": list(ReturnToUse.objects.filter(public_id__in=proposal.evidence)),
        "reasons": reason_lines(proposal.reasons, milestones),
        "against": reason_lines(proposal.against, milestones),
        "level_line": _level_line(proposal, definition.hour_ranges, definition),
        "changes": _week_changes(version, rung, proposal),
        "decision": getattr(proposal, "decision", None),
        "previous_url": before,
        "next_url": after,
    }


def change_words(proposal: HoursProposal) -> str:
    """ "12 to 9 h", or the level a referral goes to."""
    if not proposal.to_rung:
        return _("Referral to %(level)s") % {"level": wording.level_name(proposal.to_level)}
    values = {
        "before": wording.bare_hours(proposal.version.weekly_minutes),
        "after": wording.hours(proposal.to_minutes),
    }
    return _("%(before)s to %(after)s") % values


def goes_up(proposal: HoursProposal) -> bool:
    """More hours or a higher level."""
    if proposal.kind == "more":
        return True
    return proposal.kind == "level" and is_higher(proposal.to_level, proposal.version.level)


def _grouped(proposals: Sequence[HoursProposal], tasks: Sequence[SafetyTask]):
    """Safety and more hours first, then fewer. What does not fit is counted, the most urgent is never cut."""
    up = [_entry(proposal) for proposal in proposals if goes_up(proposal)]
    down = [_entry(proposal) for proposal in proposals if not goes_up(proposal)]
    first = [*map(_task, tasks), *up]
    room = max(0, ENTRIES_SHOWN - len(first))
    groups = [(_("More hours or safety first"), first), (_("Fewer hours"), down[:room])]
    return _named(groups), max(0, len(down) - room)


def _named(groups) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    return tuple((title, tuple(entries)) for title, entries in groups if entries)


def _entry(proposal: HoursProposal) -> Entry:
    client = proposal.version.plan.episode.client
    return Entry(client.name, _entry_line(proposal), _age(proposal.proposed_at), _url(proposal), proposal)


def _entry_line(proposal: HoursProposal) -> str:
    codes = {reason["code"]: reason.get("values", {}) for reason in proposal.reasons}
    if "return_to_use" in codes:
        return _("%(change)s, return to use") % {"change": change_words(proposal)}
    if proposal.kind == "level":
        values = {"change": change_words(proposal), "level": wording.level_name(proposal.version.level)}
        return _("%(change)s, leaves the %(level)s range") % values
    count = int(codes.get("milestones_met", {}).get("count", 0))
    met = ngettext("%(count)d milestone met", "%(count)d milestones met", count) % {"count": count}
    return f"{change_words(proposal)}, {met}"


def _task(task: SafetyTask) -> Entry:
    due = date_format(clock_in(task.due_at, task.client), "D H:i")
    line = _("Safety task of %(name)s, due %(due)s") % {"name": task.responsible, "due": due}
    return Entry(task.client.name, line, _age(task.opened_at), reverse("safety_task", args=[task.public_id]))


def clock_in(moment: datetime, client) -> datetime:
    """The moment by the clocks of the client's site."""
    return moment.astimezone(ZoneInfo(client.site.time_zone))


def _withdrawn(proposal: HoursProposal) -> Entry:
    line = _("%(change)s withdrawn. %(why)s") % {"change": change_words(proposal), "why": proposal.withdrawn_because}
    name = proposal.version.plan.episode.client.name
    return Entry(name, line, _age(proposal.withdrawn_at), _url(proposal), proposal)


def _decided(proposal: HoursProposal) -> Entry:
    words = {"signed": _("%(change)s, signed by %(name)s"), "declined": _("%(change)s, declined by %(name)s")}
    decision = proposal.decision
    line = words[decision.verdict] % {"change": change_words(proposal), "name": decision.name}
    return Entry(proposal.version.plan.episode.client.name, line, _age(decision.at), _url(proposal), proposal)


def _age(since: datetime) -> str:
    days = (clock.now() - since).days
    if days < 1:
        return _("today")
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def _url(proposal: HoursProposal) -> str:
    return reverse("proposal", args=[proposal.public_id])


def _is_own(client, user) -> bool:
    therapist = client.primary_therapist
    return therapist is not None and (
        therapist.user_id == user.pk or (therapist.supervisor is not None and therapist.supervisor.user_id == user.pk)
    )


def _views(show: str, mine: int, team: int) -> tuple[dict[str, object], ...]:
    labels = {
        "mine": _("Mine %(count)d") % {"count": mine},
        "team": _("Team %(count)d") % {"count": team},
        "decided": _("Decided"),
    }
    base = reverse("proposals")
    return tuple({"label": label, "url": f"{base}?show={key}", "current": key == show} for key, label in labels.items())


def _neighbours(listed: ToSign, proposal: HoursProposal) -> tuple[str, str]:
    urls = [entry.url for entry in listed.entries]
    here = _url(proposal)
    if here not in urls:
        return "", urls[0] if urls else ""
    place = urls.index(here)
    return (urls[place - 1] if place else ""), (urls[place + 1] if place + 1 < len(urls) else "")


def _level_line(proposal: HoursProposal, ranges, definition) -> str:
    """Whether the hours stay in the range of their level, in words."""
    if not proposal.to_rung:
        values = {"level": wording.level_name(proposal.to_level)}
        return _("care we do not give here: %(level)s is arranged by referral; the hours stay until then") % values
    band = definition.ladder(proposal.to_ladder).age_band
    own = next(r for r in ranges if (r.level, r.age_band) == (proposal.to_level, band))
    values = {"level": wording.level_name(proposal.to_level), "least": wording.bare_hours(own.from_minutes)}
    span = _("the %(level)s range from %(least)s h") % values
    if own.below_minutes:
        span = _("the %(level)s range of %(least)s to %(most)s h") % {
            **values,
            "most": wording.bare_hours(own.below_minutes),
        }
    if proposal.to_level != proposal.version.level:
        return _("leaves %(before)s; %(span)s holds then, and the authorization changes with it") % {
            "before": wording.level_name(proposal.version.level),
            "span": span,
        }
    inside = own.holds(proposal.to_minutes)
    return (_("stays inside %(span)s") if inside else _("is outside %(span)s")) % {"span": span}


def _week_changes(version: PlanVersion, rung: Rung | None, proposal: HoursProposal) -> list[str]:
    """What the next week is solved with, service by service; nothing is moved by the signature itself."""
    if rung is None:
        return [_("The hours and the week stay as they are while the referral is arranged.")]
    lines = [*_mix_changes(version, rung), *_day_changes(version, rung)]
    monday = date_format(proposal.effective_on, "D j F")
    return [
        *lines,
        _("The week from %(monday)s is solved with these hours; until then nothing moves.") % {"monday": monday},
    ]


def _mix_changes(version: PlanVersion, rung: Rung) -> list[str]:
    now = {need.service.key: need for need in version.needs.select_related("service")}
    wanted = {need.service: need.sessions for need in rung.mix}
    changed = [
        (need.service.name, need.sessions, wanted.get(key, 0))
        for key, need in now.items()
        if need.sessions != wanted.get(key, 0)
    ]
    words = _("%(service)s: %(before)d to %(after)d a week.")
    return [words % {"service": name, "before": before, "after": after} for name, before, after in changed]


def _day_changes(version: PlanVersion, rung: Rung) -> list[str]:
    before, after = (version.min_days, version.max_days), (rung.min_days, rung.max_days)
    if before == after:
        return []
    return [_("Days a week: %(before)s to %(after)s.") % {"before": _span(before), "after": _span(after)}]


def _span(days: tuple[int, int]) -> str:
    return str(days[0]) if days[0] == days[1] else f"{days[0]}–{days[1]}"
