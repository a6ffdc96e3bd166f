"""Plans, what is signed about them, milestones, and proposals."""

from iop.plans.models.content import AffinityNeed, Goal, Intervention, Need, Objective, Problem
from iop.plans.models.milestones import Milestone, MilestoneResult, MilestoneWaiver, SignedObservation
from iop.plans.models.plan import PlanSignature, PlanVersion, TreatmentPlan
from iop.plans.models.proposals import HoursProposal, ProposalDecision

__all__ = [
    "AffinityNeed",
    "Goal",
    "HoursProposal",
    "Intervention",
    "Milestone",
    "MilestoneResult",
    "MilestoneWaiver",
    "Need",
    "Objective",
    "PlanSignature",
    "PlanVersion",
    "Problem",
    "ProposalDecision",
    "SignedObservation",
    "TreatmentPlan",
]
