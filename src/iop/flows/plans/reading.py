"""A plan as its page shows it: the same number of reads for any client."""

from django.utils.translation import gettext as _

from iop.clients.models import Client
from iop.core import clock
from iop.core.levels_of_care import AboveLevel, BelowLevel
from iop.plans.actions.signing import hours_verdict, warnings_about
from iop.plans.lines import milestone_lines, rungs_of, tally
from iop.plans.models import PlanVersion
from iop.plans.queries import newest_results, problems_of


def plan_page(client: Client, wanted: str = "") -> dict[str, object]:
    """Context for the version asked for (its public id), else the one in force, else the newest draft."""
    versions = list(_versions(client))
    version = _chosen(versions, wanted, client)
    if version is None:
        return {"version": None, "versions": []}
    today = clock.today(client.site.time_zone)
    milestones = list(version.milestones.select_related("waiver__by").order_by("position"))
    lines = milestone_lines(milestones, newest_results(version, today))
    definition = version.plan.episode.program.definition
    ladder = definition.ladder(version.ladder)
    return {
        "version": version,
        "versions": versions,
        "in_force": _in_force(versions, client),
        "rung": ladder.rung(version.rung),
        "rungs": rungs_of(ladder, version.rung),
        "outside_level": isinstance(hours_verdict(version), BelowLevel | AboveLevel),
        "needs": list(version.needs.select_related("service").order_by("-sessions", "service__name")),
        "problems": list(problems_of(version)),
        "milestone_title": _("Milestones"),
        "milestone_lines": lines,
        "milestone_tally": tally(lines),
        "warnings": [] if version.is_signed else warnings_about(version),
    }


def _versions(client: Client):
    versions = PlanVersion.objects.filter(plan__episode__client=client).select_related(
        "plan__episode__program", "plan__episode__client", "made_by"
    )
    return versions.prefetch_related("signatures").order_by("-plan_id", "-number")


def _chosen(versions: list[PlanVersion], wanted: str, client: Client) -> PlanVersion | None:
    asked = next((version for version in versions if version.public_id == wanted), None)
    return asked or _in_force(versions, client) or next(iter(versions), None)


def _in_force(versions: list[PlanVersion], client: Client) -> PlanVersion | None:
    """As `plans.queries.version_in_force`, from the versions at hand."""
    today = clock.today(client.site.time_zone)
    begun = [found for found in versions if found.is_signed and found.starts_on <= today and _is_open(found)]
    return max(begun, key=lambda found: (found.starts_on, found.number), default=None)


def _is_open(version: PlanVersion) -> bool:
    return version.plan.episode.discharged_on is None
