from django.urls import path

from iop.flows.board import views

urlpatterns = [path("board/", views.board, name="board")]
