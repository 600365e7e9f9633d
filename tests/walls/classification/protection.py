"""Tables of protection."""

from .kinds import SI, SIU

TABLES: dict[str, tuple[str, str]] = {
    "protection_protection": ("person", SIU),
    "protection_levelreferred": ("person", SIU),
    "protection_protectionstep": ("person", SI),
    "protection_meeting": ("person", SIU),
    "protection_meetinginvited": ("person", SIU),
    "protection_meetingdecision": ("person", SI),
    "protection_meetingaction": ("person", SIU),
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "protection_protection": "id person_id case_id proposed because opened_by opened_at",
    "protection_levelreferred": "id person_id protection_id category level answers because sent_by sent_at",
    "protection_meeting": "id person_id protection_id category level meets_on place late_because called_by called_at",
    "protection_meetinginvited": "id person_id meeting_id category body member_id invited_by invited_at",
    "protection_meetingaction": "id person_id meeting_id category what owner_id due_on given_by given_at",
}
