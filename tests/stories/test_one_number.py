"""A three-hour evening with two breaks counts 150 minutes: in the plan, the week, attendance and the milestone alike."""

from datetime import UTC, date, datetime, timedelta

import pytest

from iop.attendance.actions.marking import mark
from iop.attendance.queries import WeekHours, attendance_facts, week_of
from iop.centers.models import GroupDefinition, Service
from iop.core import clock
from iop.core.policy import Role
from iop.flows.attendance.reaching import reaching
from iop.flows.clients.page import page_of
from iop.flows.plans.milestones import evaluate
from iop.flows.week.problem import problem_for
from iop.plans.models import Need, PlanVersion
from tests.attendance.released import release_of, seat_of, session_of
from tests.cast import make_cast
from tests.plans.story import signed_plan

BLOCK, COUNTED = 180, 150
MONDAY = date(2026, 11, 30)
SIX = 18 * 60


@pytest.fixture
def center(db):
    """steady's evening program; the clock stands on the Sunday before the week."""
    with clock.set_to(datetime(2026, 11, 29, 20, 0, tzinfo=UTC)):
        cast = make_cast("one-number", "steady")
        with cast.acting(Role.DIRECTOR):
            yield cast


@pytest.fixture
def plan(center) -> PlanVersion:
    return signed_plan(center, center.client, rung="evening_12", starts_on=MONDAY)


@pytest.fixture
def evenings(center, plan):
    """Monday to Thursday, 18:00 to 21:00, released, with a seat for the client."""
    service = Service.objects.get(key="evening_core")
    release = release_of(center, MONDAY)
    groups = GroupDefinition.objects.filter(service=service, site=center.site).order_by("pk")
    made = [
        session_of(release, center, service, MONDAY + timedelta(days=day), SIX, group=group)
        for day, group in enumerate(groups)
    ]
    for session in made:
        seat_of(session, center.client)
    return made


def test_the_definition_and_the_plan_count_the_evening_alike(center, plan):
    defined = center.program.definition.service("evening_core")
    need = Need.objects.get(version=plan, service__key="evening_core")
    assert (defined.block_minutes, defined.counted) == (BLOCK, COUNTED)
    assert (need.service.block_minutes, need.service.counted_minutes) == (BLOCK, COUNTED)
    assert need.sessions * COUNTED <= plan.weekly_minutes <= plan.max_minutes


def test_the_week_counts_the_evening_as_the_plan_does(center, plan, evenings):
    problem = problem_for(center.program, MONDAY)
    service = next(one for one in problem["services"] if one["id"] == evenings[0].service.public_id)
    assert (service["minutes"], service["counted_minutes"]) == (BLOCK, COUNTED)
    assert {(one.minutes, one.counted_minutes) for one in evenings} == {(BLOCK, COUNTED)}
    assert week_of(center.client, MONDAY) == WeekHours(plan.weekly_minutes, 0, len(evenings) * COUNTED, 0)


def test_attendance_and_milestone_count_the_evening_as_the_week_does(center, plan, evenings):
    monday, tuesday, *_ahead = evenings
    with clock.set_to(tuesday.ends_at):
        mark(monday, center.client, "present", by=None)
        mark(tuesday, center.client, "late", arrived="1930", by=None)  # 90 of 180 min there: 90 * 150 // 180 = 75
        attended = COUNTED + 75
        booked = 2 * COUNTED
        assert week_of(center.client, MONDAY) == WeekHours(plan.weekly_minutes, attended, 2 * COUNTED, 0)
        facts = attendance_facts(center.client, MONDAY, tuesday.day)
        assert [(fact.prescribed_minutes, fact.attended_minutes) for fact in facts] == [
            (COUNTED, COUNTED),
            (COUNTED, 75),
        ]
        share = next(row for row in evaluate(center.client, tuesday.day) if row.milestone.key == "attendance")
        assert (share.parts["attended"], share.parts["prescribed"]) == (attended, booked)
        assert share.evidence == [fact.id for fact in facts]
        assert reaching(center.program, MONDAY, [center.client])[center.client.pk].attended == attended


def test_the_screens_say_the_same_number(center, plan, evenings):
    monday = evenings[0]
    with clock.set_to(monday.ends_at):
        mark(monday, center.client, "present", by=None)
        shown = page_of(center.client, center.users[Role.DIRECTOR], monday.day)
    attended = next(series for series in shown["chart"]["series"] if series["draw"] == "bars")
    assert attended["values"][0] == COUNTED / 60 == 2.5
    assert shown["hours"]["so_far"] == "2.5"
    assert [line.session.counted_minutes for line in shown["week"]] == [COUNTED] * len(evenings)
