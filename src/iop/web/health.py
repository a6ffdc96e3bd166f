"""`GET /healthz`: 200 when the database answers and every migration is applied."""

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse


class HealthMiddleware:
    """Answers before sessions and organizations come into it."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response
        self.migrated = False

    def __call__(self, request):
        if request.path != "/healthz":
            return self.get_response(request)
        problem = self._problem()
        return HttpResponse(problem or "ready", status=503 if problem else 200, content_type="text/plain")

    def _problem(self) -> str:
        try:
            with connection.cursor() as cursor:
                cursor.execute("select 1")
            self.migrated = self.migrated or not _pending()
        except Error:
            return "the database does not answer"
        return "" if self.migrated else "migrations are missing"


def _pending() -> list:
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())
