"""The process that does long work: solving weeks, sealing the trail, working out proposals."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iop.web.settings")
    django.setup()
    from iop.web.jobs import run_worker

    run_worker()
