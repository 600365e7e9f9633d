"""Words of this face: what opening its pages was."""

LOOKS = {
    "plan_of": "Opened their plan",
    "add_goal": "Opened the page to add a goal to their plan",
    "add_step": "Opened the page to add a step to a goal",
    "mark_goal": "Opened the page to say how a goal stands",
    "mark_step": "Opened the page to say how a step stands",
    "served_step": "Opened the page to say what does a step",
    "answer_plan": "Opened the page to record what they said of their plan",
    "review_plan": "Opened the page to review their plan",
    "lay_template": "Opened the page to lay a ready plan on them",
    "end_order": "Opened the page to end their order early",
}
