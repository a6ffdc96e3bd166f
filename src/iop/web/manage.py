"""Django's management commands, started by `./iop manage`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iop.web.settings")
    execute_from_command_line(["./iop manage", *sys.argv[1:]])
