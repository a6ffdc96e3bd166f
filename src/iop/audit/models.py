"""The stream of events and the seals over it. The app may add to both, never change or delete."""

from django.db import models
from django.db.models import Func

from iop.tenancy.classes import classed


class RecordedNow(Func):
    """The machine's time when the row was written: evidence about the trail itself, not a clinical time."""

    template = "clock_timestamp()"
    output_field = models.DateTimeField()


class CurrentTransaction(Func):
    """The id of the writing transaction, by which the sealer knows that nothing older is still open."""

    template = "pg_current_xact_id()::text::bigint"
    output_field = models.BigIntegerField()


class ThisCluster(Func):
    """The database cluster's own number. Transaction ids count per cluster: a restored trail begins a new count."""

    template = "iop_cluster()"
    output_field = models.BigIntegerField()


class Event(models.Model):
    """One action or one changed row. Ids are text, so that history outlives its subject."""

    HEALTH = classed(
        public="id organization_id at recorded_at cluster transaction action subject_type subject_id actor",
        identifying="client_id",
        part2="reason details before after",
    )

    id = models.BigAutoField(primary_key=True)
    organization_id = models.BigIntegerField()
    at = models.DateTimeField(help_text="the clinical clock's time")
    recorded_at = models.DateTimeField(db_default=RecordedNow())
    cluster = models.BigIntegerField(db_default=ThisCluster())
    transaction = models.BigIntegerField(db_default=CurrentTransaction())
    actor = models.TextField(blank=True, db_default="")
    action = models.TextField()
    subject_type = models.TextField(blank=True, db_default="")
    subject_id = models.TextField(blank=True, db_default="")
    client_id = models.TextField(blank=True, db_default="", help_text="whose chart this belongs to")
    reason = models.TextField(blank=True, db_default="")
    details = models.JSONField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization_id", "client_id", "id"], name="audit_event_chart"),
            models.Index(fields=["organization_id", "cluster", "transaction", "id"], name="audit_event_batch"),
            models.Index(
                fields=["organization_id", "client_id", "actor", "at"],
                condition=models.Q(action="chart_looked"),
                name="audit_event_looks",
            ),
        ]


class Seal(models.Model):
    """A batch of committed events, digested and chained to the seal before it."""

    HEALTH = classed(
        public="id organization_id number cluster from_transaction to_transaction events leaves digest chain key_name"
        " sealed_at"
    )

    id = models.BigAutoField(primary_key=True)
    organization_id = models.BigIntegerField()
    number = models.BigIntegerField(help_text="1, 2, 3 ... without a gap in an organization")
    cluster = models.BigIntegerField(db_default=ThisCluster())
    from_transaction = models.BigIntegerField(help_text="first transaction id of the batch")
    to_transaction = models.BigIntegerField(help_text="the first transaction id that is not in it")
    events = models.IntegerField()
    leaves = models.BinaryField(default=b"", help_text="for each event its id and a SHA-256 over the rest of it")
    digest = models.TextField(help_text="SHA-256 over the leaves")
    chain = models.TextField(help_text="HMAC over number, range, count, digest and the chain value before")
    key_name = models.TextField()
    sealed_at = models.DateTimeField(db_default=RecordedNow())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization_id", "number"], name="audit_seal_number")]
        indexes = [models.Index(fields=["organization_id", "cluster", "to_transaction"], name="audit_seal_reach")]
