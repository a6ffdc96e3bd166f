from django.urls import path

from iop.flows.timetable import promise_views, release_views, views

urlpatterns = [
    path("timetable/", views.timetable, name="timetable"),
    path("timetable/<str:monday>/", views.timetable_week, name="timetable_week"),
    path("timetable/<str:monday>/solve/", views.solve, name="timetable_solve"),
    path("solves/<str:public_id>/", views.run_progress, name="solve_progress"),
    path("solves/<str:public_id>/stop/", views.stop_run, name="solve_stop"),
    path("promised/", promise_views.shortfall_tasks, name="shortfall_tasks"),
    path("promised/<str:public_id>/done/", promise_views.shortfall_done, name="shortfall_done"),
    path("drafts/<str:public_id>/release/", release_views.release_draft, name="draft_release"),
]
