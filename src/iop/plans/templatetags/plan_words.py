"""Hours, levels, credentials and reasons in words."""

from django import template

from iop.plans import wording

register = template.Library()
register.filter("hours", wording.hours)
register.filter("bare_hours", wording.bare_hours)
register.filter("level_name", wording.level_name)
register.filter("credential_name", wording.credential_name)
register.filter("needed", wording.needed)
register.filter("found", wording.found)
register.filter("evidence_words", wording.evidence_words)
