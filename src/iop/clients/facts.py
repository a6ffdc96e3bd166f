"""The facts of a client as one value: what a form shows, what two editors may disagree about."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import date

from iop.clients.models import Client


@dataclass(frozen=True)
class Facts:
    """Ids are those of the database; `covers` and `affinities` in order."""

    first_name: str
    last_name: str
    birth_date: date
    site: int
    track: str
    preferred_name: str = ""
    pronouns: str = ""
    phone: str = ""
    email: str = ""
    languages: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    priority: int = 1
    primary_therapist: int | None = None
    staff_gender: str = ""
    covers: tuple[int, ...] = ()
    affinities: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Changes when any fact does; a form carries it so that two editors notice each other."""
        return hashlib.sha256(json.dumps(asdict(self), default=str).encode()).hexdigest()[:16]

    def changed_from(self, other: "Facts") -> list[str]:
        """Names of the facts that differ."""
        return [one.name for one in fields(self) if getattr(self, one.name) != getattr(other, one.name)]


OWN = tuple(one.name for one in fields(Facts) if one.name not in ("site", "primary_therapist", "covers", "affinities"))


def facts_of(client: Client) -> Facts:
    """The facts as they are saved."""
    own = {name: getattr(client, name) for name in OWN}
    own |= {"languages": tuple(client.languages), "modes": tuple(client.modes)}
    return Facts(
        **own,
        site=client.site_id,
        primary_therapist=client.primary_therapist_id,
        covers=tuple(client.covers.order_by("staff_id").values_list("staff_id", flat=True)),
        affinities=tuple(client.affinities.order_by("tag").values_list("tag", flat=True)),
    )


def put(client: Client, facts: Facts) -> None:
    """Facts of the client's own row."""
    client.first_name, client.last_name = facts.first_name, facts.last_name
    client.preferred_name, client.pronouns = facts.preferred_name, facts.pronouns
    client.birth_date, client.phone, client.email = facts.birth_date, facts.phone, facts.email
    client.languages, client.modes = list(facts.languages), list(facts.modes)
    client.site_id, client.track, client.priority = facts.site, facts.track, facts.priority
    client.primary_therapist_id, client.staff_gender = facts.primary_therapist, facts.staff_gender
