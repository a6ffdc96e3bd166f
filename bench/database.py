"""The throwaway database that ./iop bench started: tables made by the owner, then Django here, logged in as the app."""

import os
import subprocess
import sys

import django


def ready() -> None:
    """Called once, before any module that needs models is imported."""
    manage = [sys.executable, "-m", "iop.web.manage", "migrate", "--verbosity", "0"]
    subprocess.run(manage, check=True, env={**os.environ, "IOP_AS_OWNER": "1"})
    os.environ["DJANGO_SETTINGS_MODULE"] = "iop.web.settings"
    django.setup()
