"""Who opened a chart. The look is an event like any other, so it is sealed with the rest."""

from datetime import timedelta

from django.db import connection

from iop.core import clock
from iop.tenancy.context import actor_name

# Reloading or moving about in one page is one look, not many (docs/rules/audit.md).
LOOK_AGAIN = timedelta(minutes=10)

ONE_LOOK = """
insert into audit_event (organization_id, at, actor, action, client_id, details)
select iop_current_org(), %(at)s, %(actor)s, 'chart_looked', %(client)s, jsonb_build_object('page', %(page)s::text)
where not exists (
    select from audit_event
    where organization_id = iop_current_org() and client_id = %(client)s and actor = %(actor)s and at > %(since)s
      and action = 'chart_looked' and details ->> 'page' = %(page)s
)
"""


def looked_at(client: object, viewer: object, page: str) -> None:
    """The viewer saw this page of the client's chart (page: a short word of ours, such as "plan").

    One statement, and one event for the same viewer, client and page within ten minutes. A list that only names
    clients is not a look at their charts.
    """
    now = clock.now()
    values = {"at": now, "since": now - LOOK_AGAIN, "actor": actor_name(viewer), "client": str(client.pk), "page": page}
    with connection.cursor() as cursor:
        cursor.execute(ONE_LOOK, values)
