"""Somebody with all rights over the database changes the trail: the verifier names what was touched."""

import contextlib
import json
import stat
import tempfile
from pathlib import Path
from time import sleep

import pytest
from django.core.management import call_command
from django.test import override_settings

from iop.audit import heads
from iop.audit.key import sealing_key
from iop.audit.models import Event, Seal
from iop.audit.record import record
from iop.audit.sealing import seal
from iop.audit.verifying import Kind, verify
from iop.tenancy.context import acting_for
from tests.ground.conftest import new_center

TABLES = ("audit_event", "audit_seal")


@pytest.fixture(scope="module")
def sealed(django_db_setup, django_db_blocker, tmp_path_factory):
    """Three seals over events A, B, C and D: [A, B], [C], [D] (the first also holds the center's own rows)."""
    files = tmp_path_factory.mktemp("sealed")
    with django_db_blocker.unblock(), override_settings(**in_folder(files)):
        center = new_center().pk
        for names in ("AB", "C", "D"):
            with acting_for(center, actor="test"):
                for name in names:
                    record(f"event_{name}", note=name)
            assert len(seal_when_settled(center)) == 1
        assert verify(center) == []
    return center, files


@pytest.fixture
def trail(sealed, superuser, settings, tmp_path):
    """The sealed center, put back as it was after the test has tampered with it."""
    center, files = sealed
    for name, path in in_folder(tmp_path).items():
        path.write_bytes(in_folder(files)[name].read_bytes())
        setattr(settings, name, path)
    for table in TABLES:
        superuser.execute(f"create temp table kept_{table} as select * from {table} where organization_id = {center}")
    yield center
    with unguarded(superuser):
        for table in TABLES:
            superuser.execute(f"delete from {table} where organization_id = {center}")
            superuser.execute(f"insert into {table} select * from kept_{table}")


def in_folder(folder):
    return {"AUDIT_KEY_FILE": folder / "audit.key", "AUDIT_HEADS_FILE": folder / "heads.jsonl"}


def seal_when_settled(organization):
    """Other tests of this server may hold older transactions open for a moment; the sealer rightly waits for them."""
    for _ in range(600):
        if seals := seal(organization):
            return seals
        sleep(0.1)
    return []


def event(organization, action):
    with acting_for(organization):
        return Event.objects.get(action=action).pk


@contextlib.contextmanager
def unguarded(superuser):
    """Triggers off, row security does not hold for a superuser."""
    superuser.execute("set session_replication_role = replica")
    yield superuser
    superuser.execute("set session_replication_role = origin")


def found(organization):
    return [(finding.kind, finding.event, finding.seal) for finding in verify(organization)]


def test_an_edited_event_is_named(trail, superuser):
    pk = event(trail, "event_C")
    with unguarded(superuser):
        superuser.execute('update audit_event set details = \'{"note": "X"}\' where id = %s', [pk])
    assert found(trail) == [(Kind.EDITED, pk, 2)]


def test_a_changed_actor_time_or_before_is_an_edit(trail, superuser):
    pks = [event(trail, f"event_{name}") for name in "ABC"]
    with unguarded(superuser):
        superuser.execute("update audit_event set actor = 'user:1' where id = %s", [pks[0]])
        superuser.execute("update audit_event set at = at + interval '1 microsecond' where id = %s", [pks[1]])
        superuser.execute("update audit_event set before = '{}' where id = %s", [pks[2]])
    assert found(trail) == [(Kind.EDITED, pks[0], 1), (Kind.EDITED, pks[1], 1), (Kind.EDITED, pks[2], 2)]


def test_a_deleted_event_is_named(trail, superuser):
    pk = event(trail, "event_B")
    with unguarded(superuser):
        superuser.execute("delete from audit_event where id = %s", [pk])
    assert found(trail) == [(Kind.DELETED, pk, 1)]


def test_two_events_in_another_order_are_named(trail, superuser):
    first, second = event(trail, "event_A"), event(trail, "event_C")
    with unguarded(superuser):
        superuser.execute("update audit_event set id = -1 where id = %s", [first])
        superuser.execute("update audit_event set id = %s where id = %s", [first, second])
        superuser.execute("update audit_event set id = %s where id = -1", [second])
    assert found(trail) == [(Kind.REORDERED, first, 1), (Kind.REORDERED, second, 2)]


def test_an_event_put_into_sealed_time_is_named(trail, superuser):
    pk = event(trail, "event_A")
    with unguarded(superuser):
        copied = superuser.execute(
            "insert into audit_event (organization_id, at, recorded_at, cluster, transaction, action)"
            " select organization_id, at, recorded_at, cluster, transaction, 'forged' from audit_event where id = %s"
            " returning id",
            [pk],
        ).fetchone()[0]
    assert found(trail) == [(Kind.ADDED, copied, 1)]


def test_a_trail_cut_off_at_its_end_is_named(trail, superuser):
    """Seal and events of the end are gone together: inside the database everything agrees, outside it does not."""
    with unguarded(superuser):
        superuser.execute("delete from audit_event where organization_id = %s and action = 'event_D'", [trail])
        superuser.execute("delete from audit_seal where organization_id = %s and number = 3", [trail])
    assert found(trail) == [(Kind.TRUNCATED, None, 3)]


def test_a_whole_trail_taken_out_is_named(trail, superuser):
    with unguarded(superuser):
        superuser.execute("delete from audit_event where organization_id = %s", [trail])
        superuser.execute("delete from audit_seal where organization_id = %s", [trail])
    assert found(trail) == [(Kind.TRUNCATED, None, 1)]


def test_a_gap_in_the_numbers_is_named(trail, superuser):
    with unguarded(superuser):
        superuser.execute("delete from audit_seal where organization_id = %s and number = 2", [trail])
    assert found(trail) == [(Kind.GAP, None, 2)]


def test_a_seal_remade_over_edited_events_is_named(trail, superuser):
    """Whoever remakes leaves and digest after an edit still lacks the key."""
    pk = event(trail, "event_D")
    with unguarded(superuser):
        superuser.execute("update audit_event set actor = 'nobody' where id = %s", [pk])
        superuser.execute(
            "update audit_seal set leaves = '', digest = encode(sha256(''), 'hex'), events = 0"
            " where organization_id = %s and number = 3",
            [trail],
        )
    assert (Kind.SEAL_CHANGED, None, 3) in found(trail)


def test_a_changed_head_outside_is_named(trail, settings):
    lines = settings.AUDIT_HEADS_FILE.read_text().splitlines()
    settings.AUDIT_HEADS_FILE.write_text("\n".join([lines[0], lines[1].replace('"chain": "', '"chain": "0')]) + "\n")
    assert found(trail) == [(Kind.HEAD_MISSING, None, 3), (Kind.HEAD_CHANGED, None, 2)]


def test_a_lost_key_is_named(trail, settings):
    settings.AUDIT_KEY_FILE.unlink()
    assert found(trail) == [(Kind.KEY_MISSING, None, number) for number in (1, 2, 3)]


def test_an_older_key_still_verifies(trail, settings):
    with settings.AUDIT_KEY_FILE.open("a") as file:
        file.write("ab" * 32 + "\n")
    with acting_for(trail, actor="test"):
        record("event_E")
    newest = seal_when_settled(trail)[0]
    with acting_for(trail):
        names = list(Seal.objects.order_by("number").values_list("key_name", flat=True))
    assert (len(set(names)), newest.number, verify(trail)) == (2, 4, [])


def test_a_sealer_that_stands_still_is_named(trail, superuser):
    with acting_for(trail, actor="test"):
        record("event_E")
    with unguarded(superuser):
        superuser.execute(
            "update audit_event set recorded_at = recorded_at - interval '5 minutes'"
            " where organization_id = %s and action = 'event_E'",
            [trail],
        )
    (finding,) = verify(trail)
    assert (finding.kind, "30" in finding.words) == (Kind.LAG, True)


def test_a_restored_trail_is_named_until_somebody_says_so(trail, superuser):
    """A backup from before seal 3: its number is given again, to other events."""
    with unguarded(superuser):
        superuser.execute("delete from audit_event where organization_id = %s and action = 'event_D'", [trail])
        superuser.execute("delete from audit_seal where organization_id = %s and number = 3", [trail])
    assert [kind for kind, *_ in found(trail)] == [Kind.TRUNCATED]
    heads.append([heads.Restored.signed(trail, 2, "disk failed, backup of the night before")])
    with acting_for(trail, actor="test"):
        record("event_after")
    assert seal_when_settled(trail)[0].number == 3
    assert found(trail) == []


def test_a_restore_nobody_signed_is_named(trail, settings):
    line = {"organization": trail, "number": 1, "why": "x", "key_name": "none", "mac": "0"}
    with settings.AUDIT_HEADS_FILE.open("a") as file:
        file.write(json.dumps(line) + "\n")
    assert [kind for kind, *_ in found(trail)] == [Kind.HEAD_CHANGED]


def test_a_trail_restored_into_another_cluster_goes_on(center, audit_files, superuser):
    """Its transaction ids begin lower there: what was unsealed comes first, as the old cluster's, and nothing mixes."""
    with unguarded(superuser):
        superuser.execute(
            "update audit_event set cluster = 1, transaction = transaction + 1000000000 where organization_id = %s",
            [center.pk],
        )
    with acting_for(center.pk, actor="test"):
        record("event_after_restore")
    old = seal_when_settled(center.pk)
    new = [] if len(old) == 2 else seal_when_settled(center.pk)
    with acting_for(center.pk):
        here = Event.objects.get(action="event_after_restore")
    assert [(seal.number, seal.cluster) for seal in [*old, *new]] == [(1, 1), (2, here.cluster)]
    assert (new or old)[-1].to_transaction < old[0].to_transaction
    assert verify(center.pk) == []
    with unguarded(superuser):
        superuser.execute("update audit_event set actor = 'x' where organization_id = %s and cluster = 1", [center.pk])
    assert {(kind, seal) for kind, _event, seal in found(center.pk)} == {(Kind.EDITED, 1)}


def test_the_command_names_what_it_finds_and_ends_with_one(trail, superuser, capsys):
    pk = event(trail, "event_C")
    with unguarded(superuser):
        superuser.execute("delete from audit_event where id = %s", [pk])
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit")
    assert ended.value.code == 1
    assert f"organization {trail}: deleted: event {pk} is gone (seal 2)" in capsys.readouterr().out


def test_the_key_is_readable_by_its_owner_only_and_not_in_the_database(trail, settings, superuser):
    secret = settings.AUDIT_KEY_FILE.read_text().strip()
    dumped = superuser.execute("select string_agg(s::text, ' ') from audit_seal s").fetchone()[0]
    assert (len(secret), secret in dumped) == (64, False)
    with tempfile.TemporaryDirectory() as folder:
        settings.AUDIT_KEY_FILE = Path(folder) / "keys" / "audit.key"
        made = sealing_key()
        assert stat.S_IMODE(settings.AUDIT_KEY_FILE.stat().st_mode) == 0o600
        assert sealing_key() == made
