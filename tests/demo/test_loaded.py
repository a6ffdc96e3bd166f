"""What is in a demo center after a load on Sunday evening."""

from datetime import timedelta

from iop.accounts.models import User
from iop.attendance.models import Attendance
from iop.audit.models import Event
from iop.centers.models import Credential
from iop.clients.models import Client
from iop.schedule.models import CalendarEntry, Draft


def test_on_sunday_the_whole_week_is_marked(steady):
    for session in steady.sessions(0):
        marked = set(Attendance.objects.filter(session=session).values_list("client", flat=True))
        assert marked == {seat.client_id for seat in session.live_seats}


def test_texts_name_days_of_the_present_weeks(waypoint):
    [problem] = Draft.objects.filter(week__monday=waypoint.week(1)).values_list("problem", flat=True)
    credential = Credential.objects.get(staff__key="marcus", code="ladc")

    assert problem["week_start"] == waypoint.week(1).isoformat()
    assert credential.expires_on == waypoint.monday + timedelta(days=11)
    assert "@{" not in str(problem)


def test_trail_names_who_did_it_and_who_loaded_it(waypoint):
    director = User.objects.get(organization=waypoint.organization, role="director")
    events = Event.objects.filter(organization_id=waypoint.organization.pk)

    assert events.filter(action="week_released", actor=f"user:{director.pk}").count() == 5
    assert set(events.filter(action="row_insert").values_list("actor", flat=True)) == {"system:demo"}
    signed = events.filter(action="proposal_signed").first()
    assert Client.objects.filter(pk=int(signed.client_id)).exists()


def test_calendar_entries_have_ids_of_their_own(waypoint):
    uids = list(CalendarEntry.objects.values_list("uid", flat=True))

    assert len(uids) == len(set(uids)) > 300
