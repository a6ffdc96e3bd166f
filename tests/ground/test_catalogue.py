"""What the database itself says of its tables. A table made tomorrow is held to the same rules."""

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db

# Outside row security, by name and with the reason. Nothing here says anything about a client's care.
OUTSIDE = {
    "centers_organization": "what a center tells the public; sign-in needs it before an organization is set",
    "accounts_user": "sign-in happens before an organization is known; reached through allauth only",
    "account_emailaddress": "allauth's addresses of accounts",
    "account_emailconfirmation": "allauth's; not used, sign-up is closed",
    "mfa_authenticator": "allauth's second steps, asked for during sign-in",
    "auth_group": "Django's, empty: roles are in core/policy",
    "auth_group_permissions": "Django's, empty",
    "auth_permission": "Django's names of models",
    "django_content_type": "Django's names of models",
    "django_migrations": "which migrations ran",
    "django_session": "session keys; holds the account's id and times, no client",
    "axes_accessattempt": "throttling of sign-in, before an organization is known",
    "axes_accessattemptexpiration": "throttling of sign-in",
    "axes_accessfailurelog": "throttling of sign-in",
    "axes_accesslog": "throttling of sign-in",
    "procrastinate_jobs": "jobs carry ids only; the worker reads them before it sets an organization",
    "procrastinate_events": "when jobs were done",
    "procrastinate_periodic_defers": "when periodic jobs ran",
    "procrastinate_workers": "heartbeats of workers",
}
# They repeat what audited rows say, or hold a machine's progress.
UNAUDITED = {"schedule_solverun", "schedule_booking", "audit_event", "audit_seal"}


def rows(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def column(sql, *values):
    return {row[0] for row in rows(sql, *values)}


TABLES = "from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')"


def test_every_table_is_inside_row_security_or_listed():
    outside = column(f"select c.relname {TABLES} and not (c.relrowsecurity and c.relforcerowsecurity)")
    assert outside == set(OUTSIDE)


def test_every_table_inside_has_exactly_the_one_policy_for_everything():
    tables = column(f"select c.relname {TABLES} and c.relrowsecurity")
    policies = rows(
        "select tablename, policyname, permissive, roles::text, cmd, qual ~ 'iop_current_org\\(\\) IS NOT NULL'"
        " and qual ~ 'organization_id = \\( SELECT iop_current_org', with_check = '(organization_id = iop_current_org())'"
        " from pg_policies where schemaname = 'public'"
    )
    assert sorted(policies) == [(t, "tenant", "PERMISSIVE", "{public}", "ALL", True, True) for t in sorted(tables)]


def test_every_table_inside_has_an_organization_that_is_never_empty():
    missing = rows(
        f"select c.relname {TABLES} and c.relrowsecurity and not exists (select 1 from pg_attribute a"
        " where a.attrelid = c.oid and a.attname = 'organization_id' and a.attnotnull)"
    )
    assert missing == []


def test_every_unique_index_inside_contains_the_organization():
    alone = rows(
        f"select c.relname, x.relname {TABLES} and c.relrowsecurity".replace(
            TABLES,
            "from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid"
            " where not i.indisprimary and (i.indisunique or i.indisexclusion)",
        )
        + " and not pg_get_indexdef(i.indexrelid) ~ 'organization_id'"
    )
    assert alone == []


def test_primary_keys_inside_are_bigints_from_a_sequence():
    other = rows(
        "select c.relname, a.attname from pg_index i join pg_class c on c.oid = i.indrelid"
        " join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)"
        " where i.indisprimary and c.relrowsecurity and (a.atttypid <> 'bigint'::regtype or a.attidentity = '')"
    )
    assert other == []


def test_every_reference_between_tables_inside_is_held_in_the_organization():
    """One column alone could point into another center: foreign keys do not ask row security."""
    loose = rows(
        "select k.conrelid::regclass::text, k.conname from pg_constraint k join pg_class c on c.oid = k.conrelid"
        " where k.contype = 'f' and c.relrowsecurity and k.confrelid <> 'centers_organization'::regclass"
        " and not exists (select 1 from pg_constraint k2 where k2.contype = 'f' and k2.conrelid = k.conrelid"
        "   and k2.confrelid = k.confrelid and k2.conkey @> k.conkey and array_length(k2.conkey, 1) = 2"
        "   and k2.conkey @> array[(select attnum from pg_attribute where attrelid = k.conrelid and attname = 'organization_id')])"
    )
    assert loose == []


def test_every_relation_of_a_model_inside_is_a_foreign_key_in_the_database():
    """A relation without a constraint would be held by nothing."""
    keys = set(
        rows(
            "select k.conrelid::regclass::text, a.attname from pg_constraint k"
            " join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey) where k.contype = 'f'"
        )
    )
    inside = column(f"select c.relname {TABLES} and c.relrowsecurity")
    relations = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if model._meta.db_table in inside
        for field in model._meta.concrete_fields
        if field.is_relation
    }
    assert relations - keys == set()


def test_every_clinical_table_has_the_audit_trigger_for_each_kind_of_write():
    # 29: row level, after, insert, delete and update
    audited = column(
        "select tgrelid::regclass::text from pg_trigger where tgname = 'audit_row' and tgtype = 29 and tgenabled = 'O'"
    )
    assert audited == column(f"select c.relname {TABLES} and c.relrowsecurity") - UNAUDITED


def test_the_trail_refuses_change_by_trigger_and_by_grant():
    # 58: statement level, before, update, delete and truncate
    guarded = column("select tgrelid::regclass::text from pg_trigger where tgname = 'never_changes' and tgtype = 58")
    allowed = column(
        "select table_name || ' ' || privilege_type from information_schema.role_table_grants"
        " where grantee = 'iop_app' and table_name in ('audit_event', 'audit_seal')"
    )
    assert guarded == {"audit_event", "audit_seal"}
    assert allowed == {f"{table} {right}" for table in guarded for right in ("INSERT", "SELECT")}


def test_the_app_is_neither_owner_nor_superuser_nor_above_row_security():
    assert rows("select current_user, session_user") == [("iop_app", "iop_app")]
    assert rows(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = 'iop_app'"
    ) == [(False,) * 5]
    assert (
        rows(
            "select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid"
            " where m.member = 'iop_app'::regrole"
        )
        == []
    )
    assert rows("select relname from pg_class where relowner = 'iop_app'::regrole") == []
    assert rows("select has_schema_privilege('public', 'create')") == [(False,)]


def test_the_app_may_not_empty_a_table_or_tie_triggers_to_it():
    too_much = rows(
        "select table_name, privilege_type from information_schema.role_table_grants"
        " where grantee = 'iop_app' and privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')"
    )
    assert too_much == []


def test_views_ask_as_the_one_who_reads():
    blind = rows(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')"
        " and not coalesce(reloptions::text ~ 'security_invoker=(true|on|1)', false)"
    )
    assert blind == []


def test_functions_run_with_the_callers_rights():
    """A SECURITY DEFINER function of the owner would read past row security."""
    definer = rows("select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef")
    assert definer == []
