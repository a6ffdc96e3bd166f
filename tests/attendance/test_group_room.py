"""The group room's screens: what they show, what they save, who may not see them."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from iop.attendance.models import Attendance, Visitor
from iop.centers.models import Service
from iop.core.policy import Role
from iop.plans.models import MilestoneResult
from tests.attendance.conftest import MONDAY, SIX, at
from tests.attendance.released import seat_of, session_of, signed_plan
from tests.cast import client_of


@pytest.fixture
def desk(client, center, therapist):
    client.force_login(therapist)
    return client


def address(name: str, session, *more: str) -> str:
    return reverse(name, args=[session.public_id, *more])


def send(desk, session, *marks, name="group_room_mark"):
    body = json.dumps({"marks": list(marks)})
    return desk.post(address(name, session), body, content_type="application/json")


def test_group_rooms_lists_the_day_with_what_is_marked(desk, center, evening):
    page = desk.get(reverse("group_rooms")).content.decode()
    assert evening.title in page
    assert "0 of 2 marked" in page
    assert "Vega" not in page


def test_group_rooms_of_an_empty_day_says_so(desk, center):
    page = desk.get(reverse("group_rooms"), {"day": "2026-12-05"}).content.decode()
    assert "You lead no session on this day." in page
    assert "No session of a released week is on this day." in page


def test_group_room_shows_first_name_and_initial_only(desk, center, evening):
    page = desk.get(address("group_room", evening)).content.decode()
    assert "Marisol V." in page
    assert "Vega" not in page
    assert "<title>Group room</title>" in page.replace("\n", "")


def test_individual_session_is_not_there_for_who_does_not_treat_the_client(desk, client, center, evening):
    with center.acting():
        service = Service.objects.get(program=center.program, key="individual")
        alone = session_of(evening.release, center, service, MONDAY, 9 * 60, group=None, leader=center.other_counselor)
        seat_of(alone, client_of(center, "1009", "Nobody", "Of Theirs", center.other_counselor, None))
    assert desk.get(address("group_room", alone)).status_code == 404
    assert send(desk, alone).status_code == 404
    assert alone.public_id not in desk.get(reverse("group_rooms")).content.decode()
    client.force_login(center.users[Role.DIRECTOR])
    assert client.get(address("group_room", alone)).status_code == 200


def test_group_room_mark_answers_with_words_and_minutes(desk, center, evening):
    who = center.client.public_id
    answer = send(desk, evening, {"client": who, "state": "late", "arrived": "1812", "revision": 0}).json()
    assert answer["saved"] == "19:31"
    assert answer["rows"] == [
        {
            "client": who,
            "ok": True,
            "state": "late",
            "arrived": "18:12",
            "left": "19:30",
            "minutes": "78",
            "short": True,
            "revision": 1,
            "words": "Late, 18:12 to 19:30",
        }
    ]


def test_group_room_mark_replayed_changes_nothing(desk, center, evening):
    mark = {"client": center.client.public_id, "state": "no_show", "revision": 0}
    first = send(desk, evening, mark).json()["rows"]
    again = send(desk, evening, mark).json()["rows"]
    assert first == again
    assert Attendance.objects.get().revision == 1


def test_group_room_mark_says_both_values_when_somebody_was_faster(desk, center, evening):
    who = center.client.public_id
    send(desk, evening, {"client": who, "state": "present", "revision": 0})
    (row,) = send(desk, evening, {"client": who, "state": "excused", "revision": 0}).json()["rows"]
    assert row["ok"] is False
    assert row["mistake"].startswith("Somebody marked this meanwhile: it says Present, you chose Excused.")
    assert row["theirs"]["revision"] == 1


def test_group_room_mark_takes_the_word_from_typed_times(desk, center, evening):
    who = center.client.public_id
    (row,) = send(desk, evening, {"client": who, "state": "by_times", "left": "18:50"}).json()["rows"]
    assert (row["state"], row["minutes"]) == ("left_early", "50")


def test_group_room_mark_keeps_what_can_be_saved_beside_a_mistake(desk, center, evening):
    marks = [
        {"client": center.client.public_id, "state": "present", "revision": 0},
        {"client": center.other_client.public_id, "state": "late", "arrived": "2560", "revision": 0},
        {"client": "nobody", "state": "present"},
    ]
    rows = send(desk, evening, *marks).json()["rows"]
    assert [row["ok"] for row in rows] == [True, False, False]
    assert rows[1]["mistake"] == "“2560” does not exist: hours go from 0 to 23."


@pytest.mark.parametrize("body", ["", "[]", '{"marks": 3}', '{"marks": ["x"]}'])
def test_group_room_mark_refuses_what_it_does_not_understand(desk, center, evening, body):
    answer = desk.post(address("group_room_mark", evening), body, content_type="application/json")
    assert answer.status_code == 400


def test_group_room_undo_takes_the_mark_back(desk, center, evening):
    who = center.client.public_id
    send(desk, evening, {"client": who, "state": "present", "revision": 0})
    send(desk, evening, {"client": who, "state": "excused", "revision": 1})
    undo = {"client": who, "to": 1, "revision": 2}
    (row,) = send(desk, evening, undo, name="group_room_undo").json()["rows"]
    assert (row["state"], row["revision"]) == ("present", 3)


def test_group_room_without_script_saves_and_keeps_what_was_wrong(desk, center, evening):
    one, other = center.client.public_id, center.other_client.public_id
    fields = {f"state-{one}": "present", f"arrived-{one}": "18:00", f"left-{one}": "19:30", f"revision-{one}": "0"}
    wrong = {f"state-{other}": "late", f"arrived-{other}": "2560", f"left-{other}": "19:30", f"revision-{other}": "0"}
    answer = desk.post(address("group_room_save", evening), {**fields, **wrong})
    assert answer.status_code == 422
    assert 'value="2560"' in answer.content.decode()
    assert Attendance.objects.get().client == center.client
    right = {**wrong, f"arrived-{other}": "1812"}
    assert desk.post(address("group_room_save", evening), {**fields, **right}).status_code == 302
    assert Attendance.objects.get(client=center.other_client).counted_minutes == 78


def test_group_room_all_present_leaves_marked_people_alone(desk, center, evening):
    send(desk, evening, {"client": center.client.public_id, "state": "excused", "revision": 0})
    desk.post(address("group_room_save", evening), {"all": "present"})
    assert dict(Attendance.objects.values_list("client__number", "state")) == {"1001": "excused", "1002": "present"}


def test_group_room_says_when_attendance_opens(desk, center, evening):
    with at(evening, SIX - 60):
        page = desk.get(address("group_room", evening)).content.decode()
    assert "Attendance opens 15 minutes before the start." in page


def test_group_room_visitor_is_added_chosen_and_taken_off(desk, center, evening):
    ines = client_of(center, "1003", "Ines", "Ott", center.counselor, None)
    client_of(center, "1004", "Ina", "Ruiz", center.counselor, None)
    add = address("group_room_visitor", evening)
    several = desk.post(add, {"who": "in"})
    assert several.status_code == 422
    assert "Several people fit. Choose one." in several.content.decode()
    desk.post(add, {"who": ines.public_id})
    desk.post(add, {"who": ines.public_id})
    assert Visitor.objects.get().client == ines
    desk.post(address("group_room_visitor_off", evening, ines.public_id))
    assert not Visitor.objects.exists()


def test_group_room_cancel_asks_for_a_reason_and_can_be_undone(desk, center, evening):
    assert desk.post(address("group_room_cancel", evening), {"reason": ""}).status_code == 422
    desk.post(address("group_room_cancel", evening), {"reason": "No heating"})
    assert "No heating" in desk.get(address("group_room", evening)).content.decode()
    desk.post(address("group_room_hold", evening))
    assert not Attendance.objects.exists()


def test_group_room_tells_what_can_still_be_reached(desk, center, evening):
    signed_plan(center.client, center, MONDAY, 90)
    thursday = session_of(evening.release, center, evening.service, evening.day + timedelta(days=2), SIX, minutes=90)
    seat_of(thursday, center.client)
    send(desk, evening, {"client": center.client.public_id, "state": "no_show", "revision": 0})
    page = desk.get(address("group_room", evening)).content.decode()
    assert "Can still reach 1.5 h with what is booked." in page


ADDRESSES = [
    "group_room",
    "group_room_mark",
    "group_room_undo",
    "group_room_save",
    "group_room_visitor",
    "group_room_cancel",
    "group_room_hold",
]


@pytest.mark.parametrize("name", ADDRESSES)
def test_group_room_is_not_there_for_an_outsider(client, center, evening, name):
    client.force_login(center.outsider)
    get_or_post = client.get if name == "group_room" else client.post
    assert get_or_post(address(name, evening), content_type="application/json").status_code == 404


@pytest.mark.parametrize("role", [Role.BILLER, Role.FRONT_DESK, Role.CLIENT, Role.ADMISSIONS, Role.FAMILY])
def test_group_room_is_not_there_for_other_roles(client, center, evening, role):
    client.force_login(center.users[role])
    assert client.get(address("group_room", evening)).status_code == 404
    assert client.get(reverse("group_rooms")).status_code == 404


def test_group_room_reads_as_often_for_two_as_for_twelve(desk, center, evening, django_assert_num_queries):
    address_of_room = address("group_room", evening)
    signed_plan(center.client, center, MONDAY, 90)
    send(desk, evening, {"client": center.client.public_id, "state": "no_show", "revision": 0})
    few = count(desk, address_of_room)
    for number in range(10):
        guest = client_of(center, f"3{number:03}", "Ada", f"Nr{number}", center.counselor, None)
        seat_of(evening, guest)
        signed_plan(guest, center, MONDAY, 540)
        send(desk, evening, {"client": guest.public_id, "state": "no_show", "revision": 0})
    assert count(desk, address_of_room) == few
    assert few <= 15


def count(desk, page: str) -> int:
    """Queries of a page beyond those of the session, the user and the tenant."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as context:
        assert desk.get(page).status_code == 200
    frame = (
        "django_session",
        "set_config",
        "current_setting",
        "SAVEPOINT",
        '"accounts_user"',
        '"centers_organization"',
    )
    return len([query for query in context.captured_queries if not any(word in query["sql"] for word in frame)])


def test_after_a_mark_is_committed_its_milestones_are_looked_at(
    desk, center, evening, django_capture_on_commit_callbacks
):
    ladder = center.program.definition.ladders_for("sud", "adult")[0]
    rules = center.program.definition.milestones_for("sud", ladder.key, ladder.rungs[0].key)
    signed_plan(center.client, center, MONDAY, 720, milestones=rules)
    with django_capture_on_commit_callbacks(execute=True):
        send(desk, evening, {"client": center.client.public_id, "state": "present", "revision": 0})
        assert not MilestoneResult.objects.exists()
    share = MilestoneResult.objects.get(milestone__key="attendance")
    assert (share.parts["attended"], share.parts["prescribed"]) == (90, 90)
    assert share.evidence == [Attendance.objects.get().public_id]
