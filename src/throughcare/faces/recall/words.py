"""Words of this face: what opening its pages was, why somebody could be seen, and what each step is called on a button."""

from throughcare.casework.recall.rules import RecallMove, RecallSide

LOOKS = {
    "recalls": "Opened their recalls",
    "consider_recall": "Opened the page to consider a recall",
    "recall": "Opened a recall",
    "recall_step": "Opened the page to take a step on a recall",
    "recall_paper": "Took a recall's papers as a PDF",
}
CAUSES = {"recall": "Decides on a recall of theirs"}

ANSWERED = {
    RecallMove.RETURN_PAPERS: "The papers came back with questions",
    RecallMove.TURN_DOWN: "The recall was turned down",
    RecallMove.NOT_FOUND: "They were not found: unlawfully at large",
    RecallMove.LOOK_AGAIN: "The police were asked where the search stands",
    RecallMove.REPRESENT: "They make representations against it",
    RecallMove.KEEP_IN: "The representations were answered: they stay in custody",
    RecallMove.REFER: "It was referred to the Parole Board",
    RecallMove.PAROLE_REFUSES: "The Parole Board directed no release",
}
"""How an answer is told in a list to choose from."""
RELEASED = {
    RecallMove.RELEASE_AUTOMATIC: "Automatically, on the day of the rule",
    RecallMove.RELEASE_EXECUTIVE: "By the executive",
    RecallMove.RELEASE_PAROLE: "By direction of the Parole Board",
}
"""How a release is told in a list to choose from."""
SIDES = {
    RecallSide.MANAGER: "the offender manager",
    RecallSide.APPROVER: "whoever approves",
    RecallSide.EXECUTIVE: "the executive",
    RecallSide.POLICE: "the police",
    RecallSide.PAROLE_BOARD: "the Parole Board",
    RecallSide.NOBODY: "nobody",
}
"""Each side in the middle of a sentence."""
