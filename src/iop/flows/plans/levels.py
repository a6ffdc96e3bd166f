"""A plan at another level of care begins a new stay, on the Monday its hours begin."""

from iop.admissions.models import Stay
from iop.audit.record import record
from iop.plans.models import PlanVersion


def follow_level(version: PlanVersion, reason: str) -> Stay | None:
    """The stay that begins with this signed version; None when the client is at that level already."""
    episode, day = version.plan.episode, version.starts_on
    now = Stay.objects.filter(episode=episode, ends_on__isnull=True).first()
    if now and now.level == version.level:
        return None
    if now and now.starts_on >= day:
        now.level, now.reason = version.level, reason
        now.save(update_fields=["level", "reason"])
        return now
    if now:
        now.ends_on = day
        now.save(update_fields=["ends_on"])
    stay = Stay.objects.create(
        organization_id=version.organization_id, episode=episode, level=version.level, starts_on=day, reason=reason
    )
    record("level_changed", subject=stay, client=episode.client, reason=reason, level=version.level)
    return stay
