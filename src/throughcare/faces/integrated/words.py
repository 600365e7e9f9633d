"""Words of this face: what opening its pages was."""

LOOKS = {
    "integrated_board": "Opened the board of integrated offender management",
    "integrated_of": "Opened their integrated offender management",
    "propose_selection": "Opened the page to propose them for integrated offender management",
    "give_integrated_action": "Opened the page to give an action in their integrated offender management",
    "integrated_action": "Opened the page to end an action in their integrated offender management",
    "record_integrated": "Opened the page to record what was done in their integrated offender management",
    "integrated_step": "Opened the page to take a step in their integrated offender management",
}
