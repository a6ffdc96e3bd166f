"""After a miss: what of the week can still be attended. The week has 18:00 groups of 90 min; 3 h are prescribed."""

from datetime import timedelta

import pytest

from iop.attendance.actions.marking import mark
from iop.centers.models import GroupDefinition
from iop.clients.models import NoContactPair
from iop.flows.attendance.reaching import reaching
from tests.attendance.conftest import MONDAY, SIX, TUESDAY
from tests.attendance.released import seat_of, session_of, signed_plan


@pytest.fixture
def plan(center, evening):
    return signed_plan(center.client, center, MONDAY, 180)


@pytest.fixture
def group_on(center, evening):
    """Another open group so many days after Tuesday."""
    groups = iter(
        GroupDefinition.objects.filter(
            service__kind="group", site=center.site, language="en", age_band="adult", is_closed=False, affinity=""
        ).exclude(pk=evening.group_id)
    )

    def made(days: int, start: int = SIX, **more):
        group = next(groups)
        more = {"minutes": 90, "counted_minutes": 90, **more}
        return session_of(
            evening.release, center, group.service, TUESDAY + timedelta(days=days), start, group=group, **more
        )

    return made


def said(center) -> str:
    return reaching(center.program, MONDAY, [center.client])[center.client.pk].words


def test_reaching_names_the_free_seat_that_makes_up_for_a_miss(center, evening, therapist, plan, group_on):
    seat_of(group_on(1), center.client)
    group_on(2)
    mark(evening, center.client, "no_show", by=therapist)
    assert said(center) == "Can still reach 3 h with Thursday 18:00."


def test_reaching_says_when_what_is_booked_suffices(center, evening, therapist, plan, group_on):
    seat_of(group_on(1), center.client)
    seat_of(group_on(2), center.client)
    mark(evening, center.client, "no_show", by=therapist)
    assert said(center) == "Can still reach 3 h with what is booked."


def test_reaching_is_honest_when_it_is_too_late(center, evening, therapist, plan, group_on):
    seat_of(group_on(1), center.client)
    mark(evening, center.client, "no_show", by=therapist)
    assert said(center) == "Cannot reach 3 h this week: 1.5 h short with all that is left."


def test_reaching_says_reached_and_not_known(center, evening, therapist, group_on):
    assert said(center) == "No signed plan: it is not known how many hours."
    signed_plan(center.client, center, MONDAY, 90)
    mark(evening, center.client, "present", by=therapist)
    assert said(center) == "1.5 h are reached."


@pytest.mark.parametrize("hindrance", ["full", "closed", "language", "not_free", "no_contact", "affinity", "past"])
def test_reaching_offers_no_seat_that_does_not_fit(center, evening, therapist, plan, group_on, hindrance):
    seat_of(group_on(1), center.client)
    other = group_on(2, start=7 * 60) if hindrance == "not_free" else group_on(-1 if hindrance == "past" else 2)
    mark(evening, center.client, "no_show", by=therapist)
    if hindrance == "no_contact":
        one, two = sorted([center.client, center.other_client], key=lambda client: client.pk)
        NoContactPair.objects.create(organization=center.organization, client=one, other=two, reason="private")
        seat_of(other, center.other_client)
    else:
        hindrances = {
            "full": {"max_size": 0, "min_size": 0},
            "closed": {"is_closed": True},
            "language": {"language": "es"},
            "affinity": {"affinity": "veterans"},
        }
        for name, value in hindrances.get(hindrance, {}).items():
            setattr(other.group, name, value)
        other.group.save()
    assert said(center) == "Cannot reach 3 h this week: 1.5 h short with all that is left."


def test_reaching_reads_as_often_for_one_as_for_many(center, evening, plan, group_on, django_assert_num_queries):
    group_on(2)
    signed_plan(center.other_client, center, MONDAY, 180)
    with django_assert_num_queries(8):
        reaching(center.program, MONDAY, [center.client])
    with django_assert_num_queries(8):
        reaching(center.program, MONDAY, [center.client, center.other_client])
