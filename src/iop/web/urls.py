"""All addresses. Nothing identifying stands in one; ids are random."""

from django.urls import include, path

from iop.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("account/", include("iop.accounts.urls")),
    path("", include("iop.centers.urls")),
    path("", include("iop.clients.urls")),
    path("", include("iop.consents.urls")),
    path("", include("iop.audit.urls")),
    path("me/", include("iop.portal.urls")),
    path("", include("iop.flows.urls")),
]

handler404 = "iop.web.views.not_found"
handler403 = "iop.web.views.not_found"
handler400 = "iop.web.views.not_understood"
handler500 = "iop.web.views.broken"
