"""The weekly timetable: read a problem, solve it, check the week, say why something is missing.

Start reading at `contents.py`: the rules a week must keep and the aims it is judged by."""
