"""The functions every later table stands on.

`iop_current_org` raises instead of answering "nothing": a forgotten organization must be an error, because in a clinic
an empty list of alerts would be a lie. The policy names it alone first, so that the planner checks it once before any row is read,
also when no row would have matched.

`iop_secure` holds references inside the organization with composite keys: PostgreSQL checks foreign keys and unique
constraints without row security, so a plain key could point into another center.
"""

from django.db import migrations

CURRENT_ORG = """
create function iop_current_org() returns bigint language plpgsql stable parallel safe as $$
declare
    value text := current_setting('app.organization', true);
begin
    if value is null or value = '' then
        raise exception 'no organization is set for this transaction' using errcode = 'IOP01';
    end if;
    return value::bigint;
end $$;
"""

SECURE = """
create function iop_secure(tables regclass[], unaudited regclass[] default '{}') returns void language plpgsql as $$
declare
    one regclass;
    ref record;
    bare text;
begin
    foreach one in array tables loop
        bare := (select relname from pg_class where oid = one);
        execute format('alter table %s enable row level security', one);
        execute format('drop policy if exists tenant on %s', one);
        execute format('create policy tenant on %s using (iop_current_org() is not null and organization_id = (select iop_current_org()))
                        with check (organization_id = iop_current_org())', one);
        if not exists (select 1 from pg_constraint where conrelid = one and conname = bare || '_org_key') then
            execute format('alter table %s add constraint %I unique (organization_id, id)', one, bare || '_org_key');
        end if;
        for ref in select c.conname, c.conkey[1] as attnum from pg_constraint c
                   where c.conrelid = one and c.contype = 'u' and array_length(c.conkey, 1) = 1 loop
            if not exists (select 1 from pg_constraint c where c.conrelid = one and c.contype = 'u'
                           and array_length(c.conkey, 1) = 2 and ref.attnum = any(c.conkey)) then
                raise exception '% of % must be unique inside the organization', ref.conname, one;
            end if;
            execute format('alter table %s drop constraint %I', one, ref.conname);
        end loop;
        execute format('grant select, insert, update, delete on %s to iop_app', one);
        if one <> all (unaudited) and not exists (select 1 from pg_trigger where tgrelid = one and tgname = 'audit_row') then
            execute format('create trigger audit_row after insert or update or delete on %s
                            for each row execute function audit_row_change()', one);
        end if;
    end loop;
    foreach one in array tables loop
        bare := (select relname from pg_class where oid = one);
        for ref in
            select a.attname, c.confrelid::regclass as target, a.attnum
            from pg_constraint c
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            where c.conrelid = one and c.contype = 'f' and array_length(c.conkey, 1) = 1
              and exists (select 1 from pg_attribute t where t.attrelid = c.confrelid and t.attname = 'organization_id')
        loop
            if not exists (select 1 from pg_constraint c where c.conrelid = one and c.contype = 'f'
                           and array_length(c.conkey, 1) = 2 and ref.attnum = any(c.conkey)) then
                execute format('alter table %s add constraint %I foreign key (organization_id, %I) references %s (organization_id, id)
                                deferrable initially deferred', one, left(bare || '_' || ref.attname, 54) || '_in_org', ref.attname, ref.target);
            end if;
        end loop;
    end loop;
end $$;
"""

FORCE = """
create function iop_force_row_security(forced boolean) returns void language plpgsql as $$
declare
    one regclass;
begin
    for one in select oid::regclass from pg_class where relkind = 'r' and relrowsecurity and relnamespace = 'public'::regnamespace
    loop
        execute format('alter table %s %s row level security', one, case when forced then 'force' else 'no force' end);
    end loop;
end $$;
"""

NEVER_CHANGES = """
create function iop_never_changes() returns trigger language plpgsql as $$
begin
    raise exception 'what is signed or released does not change: add a correction' using errcode = 'IOP03';
end $$;
"""

GRANTS = """
do $$ begin
    if not exists (select 1 from pg_roles where rolname = 'iop_app') then
        raise exception 'the role iop_app is missing: run "./iop manage roles" and give its SQL to the administrator';
    end if;
end $$;
grant usage on schema public to iop_app;
grant select, insert, update, delete on all tables in schema public to iop_app;
grant usage, select on all sequences in schema public to iop_app;
alter default privileges in schema public grant select, insert, update, delete on tables to iop_app;
alter default privileges in schema public grant usage, select on sequences to iop_app;
revoke insert, update, delete on django_migrations from iop_app;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        migrations.RunSQL(NEVER_CHANGES, "drop function iop_never_changes()"),
        migrations.RunSQL(FORCE, "drop function iop_force_row_security(boolean)"),
        migrations.RunSQL(CURRENT_ORG, "drop function iop_current_org()"),
        migrations.RunSQL(SECURE, "drop function iop_secure(regclass[], regclass[])"),
    ]
