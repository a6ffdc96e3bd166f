"""Which cluster counted the transaction; leaves, so that a touched event can be named; an index for looks at charts.

The app cannot choose what an event says of its own writing: the database stamps time, cluster and transaction.
"""

from django.db import migrations, models

import iop.audit.models

CLUSTER = """
create function iop_cluster() returns bigint language sql stable as $$
    select system_identifier from pg_control_system()
$$;
"""

STAMP = """
create function audit_stamp() returns trigger language plpgsql as $$
begin
    new.recorded_at := clock_timestamp();
    new.cluster := iop_cluster();
    new.transaction := pg_current_xact_id()::text::bigint;
    return new;
end $$;
create trigger stamp before insert on audit_event for each row execute function audit_stamp();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_trail")]
    operations = [
        migrations.RunSQL(CLUSTER, "drop function iop_cluster()"),
        migrations.RemoveIndex("event", "audit_event_batch"),
        migrations.AddField("event", "cluster", models.BigIntegerField(db_default=iop.audit.models.ThisCluster())),
        migrations.AddField("seal", "cluster", models.BigIntegerField(db_default=iop.audit.models.ThisCluster())),
        migrations.AddField(
            "seal",
            "leaves",
            models.BinaryField(default=b"", help_text="for each event its id and a SHA-256 over the rest of it"),
        ),
        migrations.AlterField("seal", "digest", models.TextField(help_text="SHA-256 over the leaves")),
        migrations.AddIndex(
            "event",
            models.Index(fields=["organization_id", "cluster", "transaction", "id"], name="audit_event_batch"),
        ),
        migrations.AddIndex(
            "event",
            models.Index(
                fields=["organization_id", "client_id", "actor", "at"],
                condition=models.Q(action="chart_looked"),
                name="audit_event_looks",
            ),
        ),
        migrations.RunSQL(STAMP, "drop trigger stamp on audit_event; drop function audit_stamp()"),
    ]
