"""A client is at one location a day: a site, or telehealth, not both."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel
from iop.core.timetable.problem import Problem
from iop.core.timetable.times import day_of
from iop.core.timetable.week import Week

NAME = "one place a day"
CODE = "C4"


def build(model: WeekModel) -> None:
    for client in model.care:
        for day, care in model.care_by_day(client).items():
            places = sorted({option.location for option, _ in care})
            if len(places) > 1:
                model.cp.add_at_most_one(model.attended(client, day, place) for place in places)


def check(problem: Problem, week: Week) -> list[Breach]:
    breaches = []
    for client, sessions in week.by_client.items():
        first: dict[int, str] = {}
        for session in sessions:
            place = first.setdefault(day_of(session.start), session.location)
            if place != session.location:
                breaches.append(Breach(CODE, session.id, f"{client} is at {place} that day", client))
    return breaches
