"""`./iop manage refresh_statistics`: after much was loaded at once, tell PostgreSQL what the tables now hold.

It runs as the owner: the app's login may not. Without it the first plans of queries are made for empty tables.
"""

from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    help = "Refresh the database's statistics about our tables."

    def handle(self, *args, **options) -> None:
        with connection.cursor() as cursor:
            cursor.execute("analyze")
