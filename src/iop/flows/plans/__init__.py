"""Stories around a plan: prescribing, milestones, proposals, decisions, return to use."""
