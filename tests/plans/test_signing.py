"""Signing a plan: who may, what must be there, and that it never changes afterwards."""

from datetime import date

import pytest
from django.db import transaction
from django.db.utils import Error

from iop.admissions.models import Episode
from iop.centers.models import Credential
from iop.core.policy import Role
from iop.flows.plans.prescribing import next_version, start_plan
from iop.plans.actions.signing import CannotSign, Signed, sign, sign_for_client
from iop.plans.models import Need, Objective, PlanSignature, PlanVersion, Problem
from tests.plans.story import CREDENTIAL, MONDAY


@pytest.fixture
def draft(cast):
    with cast.acting():
        episode = Episode.objects.get(client=cast.client)
        yield start_plan(episode, rung_key="phase_1", starts_on=MONDAY, by=cast.users[Role.DIRECTOR])


def codes(outcome) -> list[str]:
    assert isinstance(outcome, CannotSign)
    return [reason.code for reason in outcome.reasons]


def test_start_plan_takes_the_rung_from_the_definition(draft):
    assert (draft.weekly_minutes, draft.min_days, draft.max_days, draft.level) == (720, 3, 4, "iop")
    assert draft.needs.filter(sessions__gt=0).count() == 5
    assert [milestone.key for milestone in draft.milestones.order_by("position")] == [
        "attendance",
        "visits",
        "days",
        "safety_plan",
    ]
    assert Objective.objects.filter(goal__problem__version=draft, measure__isnull=True).count() == 0


def test_sign_twice_changes_nothing(cast, draft):
    user = cast.users[Role.DIRECTOR]
    first = sign(draft, by=user, credential=CREDENTIAL)
    second = sign(draft, by=user, credential=CREDENTIAL)
    assert isinstance(first, Signed)
    assert isinstance(second, Signed)
    assert (first.new, second.new) == (True, False)
    assert first.signature == second.signature
    assert PlanSignature.objects.count() == 1


@pytest.mark.parametrize("credential", ["atr", "case_manager", "cprs", "md", ""])
def test_sign_without_a_license_one_holds_is_refused(cast, draft, credential):
    assert codes(sign(draft, by=cast.users[Role.DIRECTOR], credential=credential)) == ["credential"]


def test_sign_with_an_expired_license_is_refused_from_the_next_day(cast, draft):
    from iop.core import clock

    today = clock.today(cast.program.time_zone)
    license_held = Credential.objects.filter(staff=cast.director, code=CREDENTIAL)
    license_held.update(expires_on=date.fromordinal(today.toordinal() - 1))
    assert codes(sign(draft, by=cast.users[Role.DIRECTOR], credential=CREDENTIAL)) == ["credential"]
    license_held.update(expires_on=today)
    assert isinstance(sign(draft, by=cast.users[Role.DIRECTOR], credential=CREDENTIAL), Signed)


@pytest.mark.parametrize(("field", "code"), [("measure", "no_measure"), ("target_on", "no_date")])
def test_sign_with_an_open_objective_is_refused_and_named(cast, draft, field, code):
    objective = Objective.objects.filter(goal__problem__version=draft).first()
    setattr(objective, field, None)
    objective.save()
    outcome = sign(draft, by=cast.users[Role.DIRECTOR], credential=CREDENTIAL)
    assert codes(outcome) == [code]
    assert objective.words in outcome.reasons[0].words


@pytest.mark.parametrize(
    ("minutes", "expected"), [(539, "hours_outside_level"), (540, None), (1199, None), (1200, "hours_outside_level")]
)
def test_hours_outside_the_level_need_a_reason(cast, draft, minutes, expected):
    """Adult IOP is 9 up to 20 hours: both sides of both edges."""
    draft.weekly_minutes, draft.max_minutes = minutes, minutes
    draft.save()
    outcome = sign(draft, by=cast.users[Role.DIRECTOR], credential=CREDENTIAL)
    if expected is None:
        assert isinstance(outcome, Signed)
        return
    assert codes(outcome) == [expected]
    draft.hours_exception_reason = "Late stage, described in the note of today"
    draft.save()
    assert isinstance(sign(draft, by=cast.users[Role.DIRECTOR], credential=CREDENTIAL), Signed)


def test_plan_asking_for_more_than_is_free_is_signed_with_a_warning(cast, draft):
    """Free on Monday 9:00 to 11:00 only: 2 of 12 h."""
    cast.client.availability.exclude(weekday=0).delete()
    cast.client.availability.update(end_minute=11 * 60)
    outcome = sign(draft, by=cast.users[Role.DIRECTOR], credential=CREDENTIAL)
    assert [warning.code for warning in outcome.warnings] == ["too_little_free"]
    assert "12 h" in outcome.warnings[0].words
    assert "2 h" in outcome.warnings[0].words


def test_plan_that_fits_the_free_week_has_no_warning(cast, draft):
    assert sign(draft, by=cast.users[Role.DIRECTOR], credential=CREDENTIAL).warnings == ()


def test_client_signs_after_the_clinician(cast, draft):
    user = cast.users[Role.DIRECTOR]
    assert codes(sign_for_client(draft, by=user, name="Marisol Vega")) == ["not_signed"]
    clinician = sign(draft, by=user, credential=CREDENTIAL).signature
    client = sign_for_client(draft, by=user, name="Marisol Vega").signature
    assert (client.meaning, client.name, client.digest) == ("client", "Marisol Vega", clinician.digest)


def test_draft_older_than_a_signed_version_is_not_signed(cast, draft):
    user = cast.users[Role.DIRECTOR]
    newer = next_version(draft, by=user, starts_on=MONDAY)
    assert isinstance(sign(newer, by=user, credential=CREDENTIAL), Signed)
    assert codes(sign(draft, by=user, credential=CREDENTIAL)) == ["newer_signed"]


@pytest.mark.parametrize(
    "change",
    [
        lambda v: PlanVersion.objects.filter(pk=v.pk).update(weekly_minutes=60),
        lambda v: Need.objects.filter(version=v).update(sessions=0),
        lambda v: Need.objects.filter(version=v).delete(),
        lambda v: Problem.objects.filter(version=v).update(words="other"),
        lambda v: Objective.objects.filter(goal__problem__version=v).update(target_on=None),
        lambda v: PlanSignature.objects.filter(version=v).delete(),
        lambda v: PlanSignature.objects.filter(version=v).update(name="Somebody"),
    ],
)
def test_signed_version_refuses_change_in_the_database(cast, draft, change):
    sign(draft, by=cast.users[Role.DIRECTOR], credential=CREDENTIAL)
    with pytest.raises(Error), transaction.atomic():
        change(draft)


def test_next_version_repeats_everything_said(cast, draft):
    from iop.plans.digest import content_of

    copy = next_version(draft, by=cast.users[Role.DIRECTOR], starts_on=draft.starts_on)
    same, other = content_of(draft), content_of(copy)
    for said in (same, other):
        said.pop("number")
    assert same == other
    assert (draft.number, copy.number) == (1, 2)
