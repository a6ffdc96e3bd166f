"""The trigger that every clinical table carries, and what keeps the trail from being rewritten."""

from django.db import migrations

ROW_CHANGE = """
create function audit_row_change() returns trigger language plpgsql as $$
declare
    old_row jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    new_row jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
    whole jsonb := coalesce(new_row, old_row);
    secret text;
begin
    foreach secret in array coalesce(tg_argv, '{}'::text[]) loop
        old_row := old_row - secret;
        new_row := new_row - secret;
    end loop;
    if tg_op = 'UPDATE' then
        if old_row = new_row then
            return null;
        end if;
        select jsonb_object_agg(key, value) into old_row from jsonb_each(old_row) where value is distinct from new_row -> key;
        select jsonb_object_agg(key, value) into new_row from jsonb_each(new_row)
            where key in (select jsonb_object_keys(coalesce(old_row, '{}'::jsonb)));
    end if;
    insert into audit_event (organization_id, at, actor, action, subject_type, subject_id, client_id, reason, before, after)
    values ((whole ->> 'organization_id')::bigint,
            coalesce(nullif(current_setting('app.at', true), '')::timestamptz, clock_timestamp()),
            coalesce(nullif(current_setting('app.actor', true), ''), 'database:' || session_user),
            'row_' || lower(tg_op), tg_table_name, whole ->> 'id',
            case when tg_table_name = 'clients_client' then whole ->> 'id' else coalesce(whole ->> 'client_id', '') end,
            coalesce(current_setting('app.purpose', true), ''), old_row, new_row);
    return null;
end $$;
"""

PROTECT = """
alter table audit_event enable row level security;
alter table audit_event force row level security;
create policy tenant on audit_event using (iop_current_org() is not null and organization_id = (select iop_current_org()))
    with check (organization_id = iop_current_org());
revoke update, delete on audit_event from iop_app;
alter table audit_seal enable row level security;
alter table audit_seal force row level security;
create policy tenant on audit_seal using (iop_current_org() is not null and organization_id = (select iop_current_org()))
    with check (organization_id = iop_current_org());
revoke update, delete on audit_seal from iop_app;

create function audit_never_changes() returns trigger language plpgsql as $$
begin
    raise exception 'the audit trail is only ever added to' using errcode = 'IOP02';
end $$;
create trigger never_changes before update or delete or truncate on audit_event execute function audit_never_changes();
create trigger never_changes before update or delete or truncate on audit_seal execute function audit_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("tenancy", "0001_row_security")]
    operations = [
        migrations.RunSQL(ROW_CHANGE, "drop function audit_row_change()"),
        migrations.RunSQL(PROTECT, migrations.RunSQL.noop),
    ]
