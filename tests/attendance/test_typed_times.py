import pytest

from iop.attendance.typed_times import NotATime, minute_typed


@pytest.mark.parametrize(
    ("typed", "minute"),
    [
        ("1812", 1092),
        ("18:12", 1092),
        (" 18.12 ", 1092),
        ("6:12 pm", 1092),
        ("612pm", 1092),
        ("812", 492),
        ("9", 540),
        ("0000", 0),
        ("2359", 1439),
        ("12am", 0),
        ("12 pm", 720),
    ],
)
def test_minute_typed_reads_what_people_type(typed, minute):
    assert minute_typed(typed) == minute


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2400", "“2400” does not exist: hours go from 0 to 23."),
        ("1860", "“1860” does not exist: minutes go from 00 to 59."),
        ("soon", "“soon” is not a time. Type it like 1812 or 18:12."),
        ("13pm", "“13pm” does not exist: with am or pm hours go from 1 to 12."),
        ("", "“” is not a time. Type it like 1812 or 18:12."),
    ],
)
def test_minute_typed_says_why_a_time_does_not_exist(typed, words):
    with pytest.raises(NotATime) as raised:
        minute_typed(typed)
    assert str(raised.value) == words
