"""Does: opens, appoints, transfers, changes, carries over and closes."""

from ..store.contacts import Meeting
from .appointing import Appointing, appoint_holders
from .arriving import bring_in_newcomer, note_newcomer_refused, send_newcomer
from .batches import (
    Closing,
    Entry,
    close_cases,
    record_entries,
    record_first_risks,
)
from .beginning import BeginningTold, record_beginnings, take_back_beginning
from .carrying import (
    begin_carrying,
    carry_some_over,
    rehearse_change,
    resume_carrying,
    settle_carrying,
    stop_carrying,
)
from .catchments import draw_catchments
from .changing import close_case, record_on_timeline
from .committing import Hours, end_commitment, record_commitment
from .contacting import (
    Booking,
    ContactRecorded,
    book_appointment,
    book_appointments,
    call_off_appointment,
    correct_contact,
    record_contact,
    record_contacts,
)
from .diarying import book_series, move_appointment
from .falling import reconsider_case
from .feeding import make_feed, withdraw_feed
from .joining import begin_joint_work
from .moving import Moving, record_movement, record_movements, record_recalled
from .newcomers import Newcomer, open_cases_for_newcomers
from .opening import CasesOpenedReport, Opening, open_cases
from .risking import answer_lowering, ask_to_lower_risk, record_risk, withdraw_lowering
from .sampling import draw_sample, end_sample
from .transferring import (
    accept_transfer,
    end_temporary_move,
    offer_transfer,
    refuse_transfer,
    withdraw_transfer,
)

__all__ = [
    "Appointing",
    "BeginningTold",
    "Booking",
    "CasesOpenedReport",
    "Closing",
    "ContactRecorded",
    "Entry",
    "Hours",
    "Meeting",
    "Moving",
    "Newcomer",
    "Opening",
    "accept_transfer",
    "answer_lowering",
    "appoint_holders",
    "ask_to_lower_risk",
    "begin_carrying",
    "begin_joint_work",
    "book_appointment",
    "book_appointments",
    "book_series",
    "bring_in_newcomer",
    "call_off_appointment",
    "carry_some_over",
    "close_case",
    "close_cases",
    "correct_contact",
    "draw_catchments",
    "draw_sample",
    "end_commitment",
    "end_sample",
    "end_temporary_move",
    "make_feed",
    "move_appointment",
    "note_newcomer_refused",
    "offer_transfer",
    "open_cases",
    "open_cases_for_newcomers",
    "reconsider_case",
    "record_beginnings",
    "record_commitment",
    "record_contact",
    "record_contacts",
    "record_entries",
    "record_first_risks",
    "record_movement",
    "record_movements",
    "record_on_timeline",
    "record_recalled",
    "record_risk",
    "refuse_transfer",
    "rehearse_change",
    "resume_carrying",
    "send_newcomer",
    "settle_carrying",
    "stop_carrying",
    "take_back_beginning",
    "withdraw_feed",
    "withdraw_lowering",
    "withdraw_transfer",
]
