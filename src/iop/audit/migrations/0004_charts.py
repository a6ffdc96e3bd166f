"""Every changed row finds its chart, keeps no secrets, and replaces huge JSON by its digest.

A problem, goal or milestone has no client of its own: the trigger climbs to the plan's, so that a chart's history is whole.
"""

from django.db import migrations

# Where the climb goes on: the column that points upward, and the table it points into.
CLIMB = """
create function audit_client_of(kind text, whole jsonb) returns text language plpgsql stable as $$
declare
    up constant jsonb := '{"relative_id": "clients_relative", "episode_id": "admissions_episode",
        "plan_id": "plans_treatmentplan", "version_id": "plans_planversion", "problem_id": "plans_problem",
        "goal_id": "plans_goal", "objective_id": "plans_objective", "milestone_id": "plans_milestone",
        "proposal_id": "plans_hoursproposal", "task_id": "safety_safetytask"}';
    step record;
begin
    while whole is not null loop
        if kind = 'clients_client' then
            return whole ->> 'id';
        elsif whole ? 'client_id' then
            return coalesce(whole ->> 'client_id', '');
        end if;
        select key, value into step from jsonb_each_text(up) where whole ->> key is not null limit 1;
        if not found then
            return '';
        end if;
        execute format('select to_jsonb(t) from %I t where t.id = $1', step.value)
            into whole using (whole ->> step.key)::bigint;
        kind := step.value;
    end loop;
    return '';
end $$;
"""

# 8192 bytes: far above any written note, far below a solved week. The digest still proves what it was.
KEPT = """
create function audit_kept(whole jsonb) returns jsonb language sql stable as $$
    select jsonb_object_agg(key, case
        when jsonb_typeof(value) in ('object', 'array') and pg_column_size(value) > 8192
        then jsonb_build_object('sha256', encode(sha256(convert_to(value::text, 'UTF8')), 'hex'), 'bytes', pg_column_size(value))
        else value end)
    from jsonb_each(whole) where key !~ '(^|_)(password|secret|token|hash)($|_)'
$$;
"""

ROW_CHANGE = """
create or replace function audit_row_change() returns trigger language plpgsql as $$
declare
    old_row jsonb := case when tg_op <> 'INSERT' then audit_kept(to_jsonb(old)) end;
    new_row jsonb := case when tg_op <> 'DELETE' then audit_kept(to_jsonb(new)) end;
    whole jsonb := coalesce(new_row, old_row);
begin
    if tg_op = 'UPDATE' then
        if to_jsonb(old) = to_jsonb(new) then
            return null;
        end if;
        select coalesce(jsonb_object_agg(key, value), '{}') into old_row
            from jsonb_each(old_row) where value is distinct from new_row -> key;
        select coalesce(jsonb_object_agg(key, value), '{}') into new_row
            from jsonb_each(new_row) where old_row ? key;
    end if;
    insert into audit_event (organization_id, at, actor, action, subject_type, subject_id, client_id, reason, before, after)
    values ((whole ->> 'organization_id')::bigint,
            coalesce(nullif(current_setting('app.at', true), '')::timestamptz, clock_timestamp()),
            coalesce(nullif(current_setting('app.actor', true), ''), 'database:' || session_user),
            'row_' || lower(tg_op), tg_table_name, whole ->> 'id', audit_client_of(tg_table_name, whole),
            coalesce(current_setting('app.purpose', true), ''), old_row, new_row);
    return null;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_clusters")]
    operations = [
        migrations.RunSQL(CLIMB, "drop function audit_client_of(text, jsonb)"),
        migrations.RunSQL(KEPT, "drop function audit_kept(jsonb)"),
        migrations.RunSQL(ROW_CHANGE, migrations.RunSQL.noop),
    ]
