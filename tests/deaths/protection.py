"""Public protection: nothing of it is owed once the case is closed, and nothing can be done on it; after a mistake it stands as it did."""

from . import OPEN_CASE, Ends

SHOWN = (
    "tests/casework/protection/test_protection.py::test_a_death_ends_what_is_owed_and_a_mistake_gives_it_back"
)
MEETINGS = "tests/casework/protection/test_meetings.py::test_a_death_stops_a_meeting_and_its_actions_and_a_mistake_gives_them_back"
STANDS = """EXISTS (SELECT FROM protection_protection p JOIN supervision_case k ON k.id = p.case_id
  WHERE p.id = {of} AND p.state = 'confirmed' AND k.closed_at IS NULL)"""
OF_MEETING = "(SELECT m.protection_id FROM protection_meeting m WHERE m.id = t.meeting_id)"
ENDS = {
    "protection_protection": Ends(f"t.state <> 'ended' AND {OPEN_CASE}", SHOWN),
    "protection_meeting": Ends(
        f"t.state IN ('called', 'held') AND {STANDS.format(of='t.protection_id')}", MEETINGS
    ),
    "protection_meetingaction": Ends(f"t.state = 'open' AND {STANDS.format(of=OF_MEETING)}", MEETINGS),
}
LASTS = {
    "protection_levelreferred": "a referral that waits is owed by its case alone, which ends",
    "protection_meetinginvited": "whom a meeting asked stays as it was; what is ahead is the meeting's, which stops",
}
