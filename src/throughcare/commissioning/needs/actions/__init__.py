"""Does: publishes need, takes gaps that are reported, writes intentions, consults on them and decides."""

from .consulting import answer_said, open_consultation, say_of_intention
from .deciding import decide_intention, put_back_intention
from .publishing import publish_need
from .writing import amend_intention, cite_need, draft_intention, report_gap

__all__ = [
    "amend_intention",
    "answer_said",
    "cite_need",
    "decide_intention",
    "draft_intention",
    "open_consultation",
    "publish_need",
    "put_back_intention",
    "report_gap",
    "say_of_intention",
]
