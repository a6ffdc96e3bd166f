"""A signed plan version never changes, whoever asks: the database refuses (clinical.md 3.1)."""

from django.db import migrations

REFUSE = """
create function plans_version_of(kind text, whole jsonb) returns bigint language sql stable as $$
    select case kind
        when 'plans_planversion' then (whole ->> 'id')::bigint
        when 'plans_goal' then (select version_id from plans_problem where id = (whole ->> 'problem_id')::bigint)
        when 'plans_objective' then (select p.version_id from plans_goal g join plans_problem p on p.id = g.problem_id
                                     where g.id = (whole ->> 'goal_id')::bigint)
        when 'plans_intervention' then (select p.version_id from plans_objective o join plans_goal g on g.id = o.goal_id
                                        join plans_problem p on p.id = g.problem_id where o.id = (whole ->> 'objective_id')::bigint)
        else (whole ->> 'version_id')::bigint
    end
$$;

create function plans_refuse_signed() returns trigger language plpgsql as $$
begin
    if exists (select 1 from plans_plansignature where version_id = plans_version_of(
            tg_table_name, case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end)) then
        raise exception 'this version is signed: changes make the next version' using errcode = 'IOP03';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
"""

TABLES = ["planversion", "need", "affinityneed", "problem", "goal", "objective", "intervention", "milestone"]


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_secure")]
    operations = [
        migrations.RunSQL(REFUSE, "drop function plans_refuse_signed(); drop function plans_version_of(text, jsonb)"),
        *[
            migrations.RunSQL(
                f"create trigger signed_is_final before insert or update or delete on plans_{table}"
                " for each row execute function plans_refuse_signed()",
                f"drop trigger signed_is_final on plans_{table}",
            )
            for table in TABLES
        ],
    ]
