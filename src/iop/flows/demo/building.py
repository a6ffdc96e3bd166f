"""A demo center is made by running the loop, and taken back: what remains is the file."""

from datetime import date
from importlib.resources import files

from django.db import connection, transaction

from iop.centers.models import Program
from iop.core.programs.loading import shipped_program, shipped_text
from iop.flows.demo.joining import Center
from iop.flows.demo.living import Life, live
from iop.flows.demo.people import People
from iop.flows.demo.reading import BrokenPeople, read_people
from iop.flows.demo.story import Story, StoryBroke, read_story
from iop.flows.demo.unloading import unload
from iop.flows.start_center import start_center
from iop.tenancy.context import acting_for

MONDAY = date(2026, 6, 1)
"""The present week while building; far from any change of clocks. Loading moves it."""
DATA = files("iop.flows.demo") / "data"


def people_of(key: str) -> People:
    """The shipped people of a program. A slip in our own file is an error."""
    found = read_people((DATA / "people" / f"{key}.toml").read_text(encoding="utf-8"), shipped_program(key))
    if isinstance(found, BrokenPeople):
        raise StoryBroke("\n".join(found.slips))
    return found


def story_of(key: str) -> Story:
    return read_story((DATA / "stories" / f"{key}.toml").read_text(encoding="utf-8"))


def build(key: str) -> list[dict]:
    """The lines of the program's demo file. The database is afterwards as it was."""
    people, story = people_of(key), story_of(key)
    with transaction.atomic():
        organization = start_center(shipped_text(key), slug=f"{key}-being-built", actor="system:demo")
        with acting_for(organization.pk, actor="system:demo"):
            center = Center(Program.objects.get(), MONDAY, f"{key}.being-built.example")
            live(Life(center, people, story))
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate")
            lines = unload(center)
        transaction.set_rollback(True)
    return lines
