"""`python -m iop.core.timetable INSTANCE.json -o SOLUTION.json`: see `cli.py`."""

from iop.core.timetable.cli import main

raise SystemExit(main())
