"""Tables that know no policing. They keep ids and copied names, no foreign keys: they must outlive what they speak of."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedJSONField
from core.sealed import SealedModel


class AuditEntry(models.Model):
    """One line of the audit trail 审计记录: who did what to which record, when, from where. Never changed, never deleted."""

    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=80)
    success = models.BooleanField(default=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    person_id = models.BigIntegerField(null=True)
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    object_label = models.CharField(max_length=200, blank=True)
    unit_path = models.CharField(max_length=200, blank=True, db_collation="C")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=32, blank=True)
    address = models.CharField(max_length=45, blank=True)
    entrance = models.CharField(max_length=10, blank=True)
    roles = models.CharField(max_length=200, blank=True, db_default="")  # groups the actor held, "hr,requester"
    utc_offset = models.SmallIntegerField(null=True)  # minutes of the house's own time; unknown before the chain

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "-at"], name="audit_object"),
            models.Index(fields=["actor_id", "-at"], name="audit_actor"),
            models.Index(fields=["action", "-id"], name="audit_action"),
            models.Index(fields=["unit_path", "-id"], name="audit_unit"),
            models.Index(fields=["request_id"], name="audit_request"),
            models.Index(fields=["-id"], name="audit_refused", condition=models.Q(success=False)),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_name} {self.action} {self.object_label}"


class AuditLink(models.Model):
    """The place of an entry in the chain 审计链: hash over the link before and the entry. Written by the database alone.

    The table belongs to a role of its own; at commit a trigger adds the links under one lock, so none is left out and
    none has two followers (docs/adr/0008-the-trail-is-a-chain.md).
    """

    seq = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    previous = models.BinaryField()
    hash = models.BinaryField()
    form = models.SmallIntegerField()  # how the entry was told when hashed; see core.trail

    def __str__(self) -> str:
        return f"{self.seq} {bytes(self.hash).hex()[:16]}"


class OutboxEvent(models.Model):
    """An event for one consumer 待办事件: written in the same transaction as the change it tells of, done at least once."""

    kind = models.CharField(max_length=80)
    consumer = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    request_id = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], name="outbox_open", condition=models.Q(done_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.consumer}"


class IdempotencyKey(SealedModel):
    """The answer to one POST under its key 幂等键: the same key and body get the same answer, whatever happened between."""

    user_id = models.BigIntegerField()
    route = models.CharField(max_length=120)
    key = models.CharField(max_length=120)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveIntegerField(null=True)
    answer = SealedJSONField(default=None, label="core_idempotencykey.answer")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "route", "key"],
                name="one_answer_per_key",
                violation_error_message=_("This request was already made."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"


class SealedIndex(models.Model):
    """Where a sealed value is found 盲索引: a keyed hash of it for each key that may seal (core.crypto.indexes)."""

    place = models.CharField(max_length=80)  # table.column
    row = models.BigIntegerField()
    generation = models.BinaryField(max_length=4)  # the id of the key
    digest = models.BinaryField(max_length=16)
    once = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "digest"],
                condition=models.Q(once=True),
                name="sealed_value_once",
                violation_error_message=_("This number is already on file."),
            ),
            models.UniqueConstraint(fields=["place", "row", "generation"], name="sealed_index_of_row"),
        ]
        indexes = [
            models.Index(fields=["place", "digest"], name="sealed_index_any", condition=models.Q(once=False)),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.row}"


class Heartbeat(models.Model):
    """When a process was last seen alive 心跳 (worker, beat, sweeper): what /readyz looks at."""

    name = models.CharField(max_length=30, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"
