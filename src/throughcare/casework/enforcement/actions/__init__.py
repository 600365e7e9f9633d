"""Does: tells whoever decides of a failure, sends it back, stops its clock, decides, rescinds, writes its papers, brings it to court."""

from .asking import ask_again_who_decides
from .auditing import audit_decision
from .courting import AT_COURT, lodge_breach, record_court_outcome, tell_of_court, withdraw_failure
from .deciding import (
    accept_failure,
    ask_who_decides,
    decide_failure,
    pause_failure,
    rescind_failure,
    resume_failure,
    return_failure,
)
from .noticing import answer_return, refer_failure
from .papers import deliver_paper, draft_paper, review_paper, sign_paper, write_paper

__all__ = [
    "AT_COURT",
    "accept_failure",
    "answer_return",
    "ask_again_who_decides",
    "ask_who_decides",
    "audit_decision",
    "decide_failure",
    "deliver_paper",
    "draft_paper",
    "lodge_breach",
    "pause_failure",
    "record_court_outcome",
    "refer_failure",
    "rescind_failure",
    "resume_failure",
    "return_failure",
    "review_paper",
    "sign_paper",
    "tell_of_court",
    "withdraw_failure",
    "write_paper",
]
