"""Addresses that misbehave, for the tests about what surrounds every view."""

from django.db import connection
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import include, path

from iop.audit.record import record
from iop.centers.models import Site
from iop.core.policy import Action
from iop.web.access import needs

NAME = "Marisol Vega-Quintero"
own = needs(Action.OWN_ACCOUNT)


@own
def late(request):
    """Rendered after the view has returned: the queryset is read in the template."""
    template = engines["django"].from_string("{% for site in sites %}[{{ site.name }}]{% endfor %}")
    return TemplateResponse(request, template, {"sites": Site.objects.order_by("pk")})


@own
def writes(request):
    record("odd_write")
    return HttpResponse("written")


@own
def refuses_form(request):
    record("odd_write")
    return HttpResponse("try again", status=422)


@own
def writes_and_raises(request):
    record("odd_write")
    raise ValueError(f"{NAME} was born on 4 May")


@own
def writes_and_answers_500(request):
    record("odd_write")
    return HttpResponse("sorry", status=500)


@own
def writes_and_is_not_found(request):
    record("odd_write")
    raise Http404(NAME)


@own
def raises_in_template(request):
    record("odd_write")
    template = engines["django"].from_string("{% for row in rows %}{{ row }}{% endfor %}")
    return TemplateResponse(request, template, {"rows": bad_rows()})


@own
def breaks_the_transaction(request):
    record("odd_write")
    with connection.cursor() as cursor:
        cursor.execute("select 1 / 0")


@own
def streams(request):
    record("odd_write")
    return StreamingHttpResponse(str(site.pk) for site in Site.objects.all())


def forgot(request):
    """Declares no action."""
    return HttpResponse("anybody")


def bad_rows():
    yield 1
    raise ValueError(NAME)


VIEWS = [
    late,
    writes,
    refuses_form,
    writes_and_raises,
    writes_and_answers_500,
    writes_and_is_not_found,
    raises_in_template,
    breaks_the_transaction,
    streams,
    forgot,
]
urlpatterns = [
    *[path(f"odd/{view.__name__}/", view, name=view.__name__) for view in VIEWS],
    path("", include("iop.web.urls")),
]
handler404 = "iop.web.views.not_found"
handler403 = "iop.web.views.not_found"
handler400 = "iop.web.views.not_understood"
handler500 = "iop.web.views.broken"
