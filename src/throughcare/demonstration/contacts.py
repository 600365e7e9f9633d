"""What officers write on a timeline, in ordinary words; nobody and nothing here is real."""

from __future__ import annotations

from random import Random
from typing import Final

_KEPT: Final = (
    (
        "office visit",
        "Attended appointment",
        (
            "Arrived on time. Talked about the week and what had gone well.",
            "Spoke about work applications; two interviews booked.",
            "Brought proof of address. Asked about help with debts; signposted.",
            "Went through the plan. Agreed next steps on drinking less at weekends.",
            "Quiet today, said sleep is poor. Will ask the surgery for an appointment.",
            "Looked at triggers and what to do instead. Good discussion.",
            "Finished the second worksheet on consequences.",
        ),
    ),
    (
        "office visit",
        "Late for appointment",
        (
            "Twenty minutes late, bus missed. Seen and reminded.",
            "Late without a reason. Warned by word of mouth.",
        ),
    ),
    (
        "phone call",
        "Telephone contact",
        (
            "Rang to confirm Thursday. All well.",
            "Asked to move the appointment because of a shift; moved.",
            "Housing officer rang back: a place on the list from next month.",
            "Spoke with drug service: attending and engaged.",
        ),
    ),
    (
        "phone call",
        "Could not be reached",
        ("No answer; message left.", "Number not in service. Letter sent."),
    ),
    (
        "home visit",
        "Home visit made",
        (
            "Lives with mother, who is supportive. Home tidy, nothing of concern.",
            "New flat seen. Needs a cooker; charity referral made.",
            "Children at school. No concerns seen.",
        ),
    ),
    ("home visit", "Nobody at home", ("Card left asking to ring.",)),
    (
        "contact",
        "Did not attend",
        (
            "No contact beforehand. First absence; letter sent asking for a reason.",
            "Rang later with a sick child; evidence asked for.",
            "Second absence. Discussed with senior.",
        ),
    ),
    (
        "contact",
        "Unpaid work attended",
        ("Seven hours credited. Good effort.", "Five hours, sent home early because of weather."),
    ),
    (
        "contact",
        "Group session attended",
        ("Took part well and helped others.", "Attended; needed prompting."),
    ),
    (
        "note",
        "Discussed in supervision",
        ("Plan reviewed with senior. No change.", "Agreed to see fortnightly from next month."),
    ),
    (
        "note",
        "Information from police",
        (
            "Call-out to address, words only. To be raised at next appointment.",
            "Nothing known since last check.",
        ),
    ),
)
_INSIDE: Final = (
    (
        "phone call",
        "Spoke with the prison",
        (
            "Settled on the wing. Working in the kitchens.",
            "On the waiting list for the thinking skills course.",
            "No adjudications since last time.",
        ),
    ),
    (
        "phone call",
        "Telephone contact",
        (
            "Rang from the wing. Asked what conditions to expect.",
            "Rang from the wing. Sister may offer a room on release.",
        ),
    ),
    (
        "contact",
        "Sentence planning by video link",
        (
            "Plan agreed with prison staff: literacy first, then the course.",
            "Went through what led to the offence. Willing to work on it.",
        ),
    ),
    ("note", "Discussed in supervision", ("Release plan reviewed with senior. An address is still needed.",)),
)
_WEIGHTS: Final = (40, 4, 14, 4, 6, 2, 10, 9, 5, 4, 2)


def contact(by: Random, inside: bool = False) -> tuple[str, str, str]:
    """One entry, of somebody in custody or outside: its kind, what happened, and the note."""
    kind, what, notes = by.choice(_INSIDE) if inside else by.choices(_KEPT, _WEIGHTS)[0]
    return kind, what, by.choice(notes)
