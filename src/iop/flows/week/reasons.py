"""Why a client does not get all that is prescribed: the engine's reasons, and what the problem itself tells."""

from iop.core.timetable.times import DAY
from iop.flows.week.windows import minutes_in, shared

Json = dict[str, object]

FREE_TIME = "free_time"
"""The client is free for fewer minutes than the plan prescribes while care is given."""


def all_reasons(problem: Json, solution: Json) -> list[Json]:
    """`{client, about, subject, missing, codes}` as the engine tells them, ours first."""
    return [*free_time_reasons(problem), *problem["notes"], *solution.get("reasons", [])]


def free_time_reasons(problem: Json) -> list[Json]:
    """Clients whose plan asks for more than their free time can hold."""
    found = []
    for client in problem["clients"]:
        free, prescribed = free_minutes(problem, client), client["plan"]["minutes"]
        if free < prescribed:
            missing = prescribed - free
            found.append(
                {"client": client["id"], "about": FREE_TIME, "subject": "", "missing": missing, "codes": ["not_free"]}
            )
    return found


def free_minutes(problem: Json, client: Json) -> int:
    """Free minutes in which care is possible: inside opening hours unless by video, and on each day at most the longest visit."""
    windows = [tuple(window) for window in client["available"]]
    if "telehealth" not in client["modes"]:
        site = next(site for site in problem["sites"] if site["id"] == client["site"])
        windows = shared(windows, [tuple(window) for window in site["open"]])
    plan = client["plan"]
    by_day = [min(plan["max_visit"], minutes_in(shared(windows, [(d * DAY, (d + 1) * DAY)]))) for d in range(7)]
    return sum(sorted(by_day, reverse=True)[: plan["max_days"]])
