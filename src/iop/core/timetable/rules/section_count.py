"""A group runs in at most its allowed number of sections a week; a trainee has one supervision meeting."""

from collections import Counter, defaultdict

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import Var, WeekModel, total
from iop.core.timetable.options import Meeting
from iop.core.timetable.problem import GROUP, SUPERVISION, Problem
from iop.core.timetable.week import Week

NAME = "sections of a group"
CODE = "S3"


def build(model: WeekModel) -> None:
    sections: dict[str, list[Var]] = defaultdict(list)
    for (group, _), leads in model.leads.items():
        sections[group].extend(var for _, var in leads)
    for group, found in sections.items():
        model.cp.add(total(found) <= model.problem.groups[group].max_sections)
    for staff, work in model.work.items():
        meetings = [var for option, var in work if isinstance(option, Meeting) and option.staff == staff]
        if len(meetings) > 1:
            model.cp.add_at_most_one(meetings)


def check(problem: Problem, week: Week) -> list[Breach]:
    count: Counter[str] = Counter()
    breaches = []
    for session in week.sessions:
        if problem.kind(session) == GROUP and session.group is not None:
            count[session.group] += 1
            most = problem.groups[session.group].max_sections
            if count[session.group] > most:
                breaches.append(Breach(CODE, session.id, f"{session.group}: at most {most} sections"))
        elif problem.kind(session) == SUPERVISION and session.group is None:
            count[session.staff] += 1
            if count[session.staff] > 1:
                breaches.append(Breach(CODE, session.id, f"{session.staff}: more than one supervision meeting"))
    return breaches
