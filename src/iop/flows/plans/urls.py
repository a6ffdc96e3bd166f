"""Addresses of plans, proposals and safety."""

from django.urls import path

from iop.flows.plans.views import evidence, plan, proposals, safety

urlpatterns = [
    path("clients/<str:public_id>/plan/", plan.client_plan, name="client_plan"),
    path("clients/<str:public_id>/plan/start/", plan.plan_start, name="plan_start"),
    path("clients/<str:public_id>/return-to-use/", safety.return_to_use, name="return_to_use"),
    path("clients/<str:public_id>/observation/", safety.observation, name="observation"),
    path("plans/<str:public_id>/edit/", plan.plan_edit, name="plan_edit"),
    path("plans/<str:public_id>/next/", plan.plan_next, name="plan_next"),
    path("plans/<str:public_id>/sign/", plan.plan_sign, name="plan_sign"),
    path("plans/<str:public_id>/client-signs/", plan.plan_client_signs, name="plan_client_signs"),
    path("plans/milestones/<str:public_id>/waive/", plan.milestone_waive, name="milestone_waive"),
    path("plans/results/<str:public_id>/", evidence.milestone_evidence, name="milestone_evidence"),
    path("to-sign/", proposals.proposals, name="proposals"),
    path("to-sign/<str:public_id>/", proposals.proposal, name="proposal"),
    path("to-sign/<str:public_id>/sign/", proposals.proposal_sign, name="proposal_sign"),
    path("to-sign/<str:public_id>/decline/", proposals.proposal_decline, name="proposal_decline"),
    path("safety/", safety.safety_tasks, name="safety_tasks"),
    path("safety/<str:public_id>/", safety.safety_task, name="safety_task"),
    path("safety/<str:public_id>/close/", safety.safety_task_close, name="safety_task_close"),
]
