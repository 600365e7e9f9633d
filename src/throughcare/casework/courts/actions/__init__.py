"""Does: imports court results, and records what becomes of sentences and reports."""

from .advising import answer_enquiry, ask_enquiry, propose_sentence
from .batches import Ending, end_sentences
from .codes import add_court, say_code, say_court_code
from .imports import (
    ImportReport,
    accept_corrected_result,
    correct_refused_row,
    decline_corrected_result,
    import_court_messages,
    import_court_results,
    set_aside_refused_row,
)
from .questions import settle_question
from .reports import send_report, start_report, withdraw_report
from .sentences import (
    amend_sentence,
    annul_sentence,
    end_order_named,
    end_sentence,
    record_breach,
    resolve_breach,
)
from .serving import serve_courts
from .settling import OF_A_RESULT, name_offence, say_result
from .taking_back import take_back
from .uploads import (
    bring_in_upload,
    send_acceptance,
    send_correction,
    send_file,
    send_messages,
    start_upload_again,
    stop_upload,
)

__all__ = [
    "OF_A_RESULT",
    "Ending",
    "ImportReport",
    "accept_corrected_result",
    "add_court",
    "amend_sentence",
    "annul_sentence",
    "answer_enquiry",
    "ask_enquiry",
    "bring_in_upload",
    "correct_refused_row",
    "decline_corrected_result",
    "end_order_named",
    "end_sentence",
    "end_sentences",
    "import_court_messages",
    "import_court_results",
    "name_offence",
    "propose_sentence",
    "record_breach",
    "resolve_breach",
    "say_code",
    "say_court_code",
    "say_result",
    "send_acceptance",
    "send_correction",
    "send_file",
    "send_messages",
    "send_report",
    "serve_courts",
    "set_aside_refused_row",
    "settle_question",
    "start_report",
    "start_upload_again",
    "stop_upload",
    "take_back",
    "withdraw_report",
]
