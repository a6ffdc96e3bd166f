"""Why a client does not get all that is prescribed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    client: str


def reasons_for(problem, week):
    return ()
