"""Plans: milestones, hours and what is proposed next. Sources: docs/rules/milestones.md, docs/rules/step_down.md"""
