"""From sessions to the solver's choices: as a hint, or to hold the solver to a given week."""

from collections import Counter

from iop.core.timetable.decode import Choices
from iop.core.timetable.model import WeekModel
from iop.core.timetable.options import Option, RoomUse, main_option, room_classes, seats_in, use_of
from iop.core.timetable.problem import Problem
from iop.core.timetable.week import Week


def choices_of(problem: Problem, week: Week) -> Choices:
    """The options the week takes."""
    classes = room_classes(problem)
    uses: Counter[RoomUse] = Counter()
    options: list[Option] = []
    for session in week.sessions:
        options.extend((main_option(problem, session), *seats_in(problem, session)))
        use = use_of(problem, session, classes)
        if use is not None:
            uses[use] += 1
    return Choices(tuple(options), dict(uses))


def hint(model: WeekModel, week: Week) -> None:
    """Suggest this week to the solver as its start."""
    choices = choices_of(model.problem, week)
    taken = set(choices.options)
    for option, var in model.vars.items():
        model.cp.add_hint(var, option in taken)
    for use, count_var in model.uses.items():
        model.cp.add_hint(count_var, choices.uses.get(use, 0))


def hold_to(model: WeekModel, week: Week) -> bool:
    """Allow this week only; False when the model has no options for it."""
    choices = choices_of(model.problem, week)
    taken = set(choices.options)
    if not (taken <= model.vars.keys() and choices.uses.keys() <= model.uses.keys()):
        return False
    for option, var in model.vars.items():
        model.cp.add(var == int(option in taken))
    for use, count_var in model.uses.items():
        model.cp.add(count_var == choices.uses.get(use, 0))
    return True
