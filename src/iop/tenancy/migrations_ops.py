"""The one step after creating tenant tables: row security, references held inside the organization, audit, grants."""

from django.db import migrations


class SecureTables(migrations.RunSQL):
    """`SecureTables("clients_client", "clients_relative")`, last in the migration that made them.

    `unaudited` names those among them that only hold a machine's progress or repeat what audited rows say.
    """

    def __init__(self, *tables: str, unaudited: tuple[str, ...] = ()) -> None:
        sql = f"select iop_secure({_array(tables)}, {_array(unaudited)})"
        super().__init__(sql, reverse_sql=migrations.RunSQL.noop)
        self.tables, self.unaudited = tables, unaudited

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        """Django adds keys last in a migration; here they come first, while the owner may still read every table."""
        schema_editor.execute("select iop_force_row_security(false)")
        for statement in schema_editor.deferred_sql:
            schema_editor.execute(statement)
        schema_editor.deferred_sql.clear()
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        schema_editor.execute("select iop_force_row_security(true)")

    def deconstruct(self):
        return type(self).__name__, list(self.tables), {"unaudited": self.unaudited}


def _array(tables: tuple[str, ...]) -> str:
    return "array[" + ", ".join(f"'{table}'" for table in tables) + "]::regclass[]"


class NeverChanges(migrations.RunSQL):
    """`NeverChanges("plans_plansignature")`: rows of these tables are signed or released; they are only ever added."""

    def __init__(self, *tables: str) -> None:
        create = "create trigger never_changes before update or delete on {0} for each row execute function iop_never_changes()"
        super().__init__(
            [create.format(table) for table in tables],
            [f"drop trigger never_changes on {table}" for table in tables],
        )
        self.tables = tables

    def deconstruct(self):
        return type(self).__name__, list(self.tables), {}
