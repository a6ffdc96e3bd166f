"""Group rooms: the day's list, one room, and the marks made in it."""

from datetime import date, timedelta
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iop.attendance.actions.marking import NOT_MARKED, Asked
from iop.attendance.actions.visiting import add_visitor, take_off
from iop.attendance.lock import on_shared_tablet
from iop.attendance.queries import live_seats, on_roster
from iop.attendance.refusals import MarkRefused
from iop.attendance.words import KEYS, PHONE_WORDS, STATE_WORDS
from iop.clients.models import Client
from iop.core import clock
from iop.core.policy import Action
from iop.flows.attendance import after_marking, answers
from iop.flows.attendance.asked import NotUnderstood, asked_by, each_in_turn, form_fields, sent_marks
from iop.flows.attendance.room import Room, Typed, room_of
from iop.flows.attendance.rooms_today import rooms_on, unfinished_before
from iop.schedule.models import Session
from iop.schedule.queries import in_force, opens_to, with_people
from iop.web.access import needs

FEW = 8


@needs(Action.GROUP_ROOM_SEE)
def group_rooms(request: HttpRequest) -> HttpResponse:
    """A day's sessions; today unless another day is asked for."""
    today = clock.today(request.user.organization.time_zone)
    day = _day(request.GET.get("day", ""), today)
    lines = rooms_on(day, request.user)
    context = {
        "day": day,
        "today": today,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "own": [line for line in lines if line.is_own],
        "others": [line for line in lines if not line.is_own],
        "unfinished": unfinished_before(today, request.user) if day == today else [],
    }
    return render(request, "flows/group_rooms.html", context)


@needs(Action.GROUP_ROOM_SEE)
def group_room(request: HttpRequest, public_id: str) -> HttpResponse:
    """One room, ready to mark."""
    return _shown(request, room_of(_session(request, public_id)))


@needs(Action.ATTENDANCE_MARK)
@require_POST
def group_room_mark(request: HttpRequest, public_id: str) -> HttpResponse:
    """Marks from the screen's script, each saved or refused by itself. Sent again they change nothing."""
    session = _session(request, public_id)
    try:
        sent = sent_marks(request)
    except NotUnderstood:
        return HttpResponseBadRequest()
    people = {client.public_id: client for client in on_roster(session)}
    rows = each_in_turn(sent, people, partial(_marked, request, session))
    return JsonResponse({"saved": answers.now_words(session.zone), "rows": rows})


@needs(Action.ATTENDANCE_MARK)
@require_POST
def group_room_undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take marks back, each to the revision before it."""
    session = _session(request, public_id)
    try:
        sent = sent_marks(request)
    except NotUnderstood:
        return HttpResponseBadRequest()
    people = {client.public_id: client for client in on_roster(session)}
    rows = each_in_turn(sent, people, partial(_undone, request, session))
    return JsonResponse({"saved": answers.now_words(session.zone), "rows": rows})


@needs(Action.ATTENDANCE_MARK)
@require_POST
def group_room_save(request: HttpRequest, public_id: str) -> HttpResponse:
    """The whole form, for a browser without script: what can be saved is saved, the rest is kept and explained."""
    session = _session(request, public_id)
    room = room_of(session)
    if request.POST.get("all"):
        return _all_present(request, room)
    mistakes = {}
    for line, fields in form_fields(request, room.lines):
        try:
            after_marking.mark(session, asked_by(fields, session, line.client), by=request.user)
        except MarkRefused as refusal:
            mistakes[line.client.public_id] = Typed(fields["state"], fields["arrived"], fields["left"], str(refusal))
    if mistakes:
        return _shown(request, room_of(session, mistakes), status=422)
    messages.success(request, _("Attendance saved."))
    return redirect("group_room", public_id)


@needs(Action.ATTENDANCE_MARK)
@require_POST
def group_room_visitor(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add somebody in care here by name or chart number; several of that name are offered to choose from."""
    session = _session(request, public_id)
    typed = request.POST.get("who", "").strip()
    found = _in_care(session, typed)
    if len(found) != 1:
        return _shown(request, room_of(session), status=422, who=typed, found=found, visitor_mistake=_nobody(found))
    try:
        add_visitor(session, found[0], by=request.user)
    except MarkRefused as refusal:
        return _shown(request, room_of(session), status=422, who=typed, visitor_mistake=str(refusal))
    messages.success(request, _("%(name)s is on the roster.") % {"name": found[0].short_name})
    return redirect("group_room", public_id)


@needs(Action.ATTENDANCE_MARK)
@require_POST
def group_room_visitor_off(request: HttpRequest, public_id: str, client_id: str) -> HttpResponse:
    """Take a visitor off the roster who was added by mistake."""
    session = _session(request, public_id)
    client = next((one for one in on_roster(session) if one.public_id == client_id), None)
    if client is None:
        raise Http404
    try:
        take_off(session, client, by=request.user)
    except MarkRefused as refusal:
        return _shown(request, room_of(session), status=422, visitor_mistake=str(refusal))
    return redirect("group_room", public_id)


@needs(Action.ATTENDANCE_MARK)
@require_POST
def group_room_cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """The program does not hold this session."""
    session = _session(request, public_id)
    reason = request.POST.get("reason", "")
    try:
        after_marking.call_off(session, reason=reason, by=request.user)
    except MarkRefused as refusal:
        return _shown(request, room_of(session), status=422, reason=reason, cancel_mistake=str(refusal))
    undo = reverse("group_room_hold", args=[public_id])
    messages.success(request, _("Session cancelled for everybody."), extra_tags=f"undo:{undo}")
    return redirect("group_room", public_id)


@needs(Action.ATTENDANCE_MARK)
@require_POST
def group_room_hold(request: HttpRequest, public_id: str) -> HttpResponse:
    """The session is held after all."""
    after_marking.hold_after_all(_session(request, public_id), by=request.user)
    messages.success(request, _("The session is held. Mark who came."))
    return redirect("group_room", public_id)


def _session(request: HttpRequest, public_id: str) -> Session:
    """Loaded through the viewer: an individual session is not there for those who do not treat the client."""
    rooms = with_people(in_force().filter(opens_to(request.user)))
    return get_object_or_404(rooms.select_related("week"), public_id=public_id)


def _shown(request: HttpRequest, room: Room, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "room": room,
        "session": room.session,
        "states": [(key, STATE_WORDS[key], PHONE_WORDS[key], KEYS[key]) for key in KEYS],
        "lock_seconds": on_shared_tablet(request),
        "opens_before": settings.MARK_BEFORE_START_MINUTES,
        "is_open": clock.now() >= room.session.starts_at - timedelta(minutes=settings.MARK_BEFORE_START_MINUTES),
        **more,
    }
    return render(request, "flows/group_room.html", context, status=status)


def _marked(request: HttpRequest, session: Session, client: Client | None, sent: dict) -> dict[str, object]:
    if client is None:
        return _unknown(sent, session)
    try:
        row = after_marking.mark(session, asked_by(sent, session, client), by=request.user)
    except MarkRefused as refusal:
        return answers.refused(client.public_id, refusal, session)
    return answers.saved(client.public_id, row, session)


def _undone(request: HttpRequest, session: Session, client: Client | None, sent: dict) -> dict[str, object]:
    to, revision = sent.get("to"), sent.get("revision")
    if client is None or not isinstance(to, int) or not isinstance(revision, int):
        return _unknown(sent, session)
    try:
        row = after_marking.restore(session, client, to_revision=to, by=request.user, revision=revision)
    except MarkRefused as refusal:
        return answers.refused(client.public_id, refusal, session)
    return answers.saved(client.public_id, row, session)


def _unknown(sent: dict, session: Session) -> dict[str, object]:
    refusal = MarkRefused(_("This person is no longer on the roster. Load the page again."))
    return answers.refused(str(sent.get("client")), refusal, session)


def _all_present(request: HttpRequest, room: Room) -> HttpResponse:
    """Everybody not marked yet is present; who is marked stays as they are."""
    asked = [Asked(line.client, "present", revision=NOT_MARKED) for line in room.open_lines]
    try:
        after_marking.mark_many(room.session, asked, by=request.user)
    except MarkRefused as refusal:
        return _shown(request, room_of(room.session), status=422, room_mistake=str(refusal))
    return redirect("group_room", room.session.public_id)


def _in_care(session: Session, typed: str) -> list[Client]:
    """Clients with an open episode in the session's program whose name or number begins so, or whose id was chosen."""
    if not typed:
        return []
    here = Client.objects.filter(
        episodes__program=session.week.program_id, episodes__discharged_on__isnull=True
    ).exclude(pk__in=live_seats().filter(session=session).values("client_id"))
    chosen = here.filter(public_id=typed)
    return list(chosen or here.named(typed).order_by("folded_name", "pk")[:FEW])


def _nobody(found: list[Client]) -> str:
    if found:
        return _("Several people fit. Choose one.")
    return _("Nobody in care here has a name or chart number that begins so. They may have a seat already.")


def _day(asked: str, today: date) -> date:
    return clock.day_named(asked) or today
