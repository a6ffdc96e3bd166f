"""The throwaway database that ./iop bench started: tables made by the owner, then Django here, logged in as the app."""

import os
import subprocess
import sys

import django
import psycopg


def ready() -> None:
    """Called once, before any module that needs models is imported."""
    manage = [sys.executable, "-m", "iop.web.manage", "migrate", "--verbosity", "0"]
    subprocess.run(manage, check=True, env={**os.environ, "IOP_AS_OWNER": "1"})
    os.environ["DJANGO_SETTINGS_MODULE"] = "iop.web.settings"
    django.setup()


def settle() -> None:
    """What the server does by itself within minutes of so many new rows: it learns how they are spread."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("vacuum analyze")
