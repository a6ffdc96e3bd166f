"""Log lines without people in them: where it broke, never what was in it."""

import logging
import re

QUERY = re.compile(r"\?\S*")
FEED = re.compile(r"/calendar/[^/\s]+")


class NeutralFormatter(logging.Formatter):
    """Drops query strings and feed secrets from addresses, and the values from exceptions (they may name people)."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return FEED.sub("/calendar/...", QUERY.sub("", super().format(record)))

    def formatException(self, exc_info) -> str:
        """The places the error came through and its kind."""
        kind, _, trace = exc_info
        lines = []
        while trace is not None:
            code = trace.tb_frame.f_code
            lines.append(f"  {code.co_filename}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        return "\n".join([*lines, kind.__name__])
