"""The client reads the minutes that count, the same the team reads."""

from iop.attendance.models import Attendance
from iop.portal.week import mark_words
from iop.schedule.models import Session


def test_a_part_of_a_session_is_told_in_counted_minutes():
    """60 of 90 minutes on the clock; 80 of the 90 count, so 53 of 80 do."""
    session = Session(start_minute=1080, minutes=90, counted_minutes=80)
    mark = Attendance(state="late", arrived=1110, left=1170, counted_minutes=53)
    assert mark_words(session, mark) == "You were here for 53 of 80 min."
