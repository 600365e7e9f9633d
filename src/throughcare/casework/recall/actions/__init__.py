"""Does: considers a recall, decides and approves it, writes, signs and sends its papers, and records what became of it."""

from .considering import consider_recall
from .deciding import (
    approve_recall,
    decide_not_to_recall,
    decide_recall,
    keep_recall,
    refuse_recall,
    send_back_recall,
)
from .moving import (
    add_days_to_recall,
    record_recall_answer,
    release_again,
    rescind_recall,
    revoke_licence,
    take_into_custody,
)
from .papers import end_reading, name_reader, send_papers, sign_paper, write_paper

__all__ = [
    "add_days_to_recall",
    "approve_recall",
    "consider_recall",
    "decide_not_to_recall",
    "decide_recall",
    "end_reading",
    "keep_recall",
    "name_reader",
    "record_recall_answer",
    "refuse_recall",
    "release_again",
    "rescind_recall",
    "revoke_licence",
    "send_back_recall",
    "send_papers",
    "sign_paper",
    "take_into_custody",
    "write_paper",
]
