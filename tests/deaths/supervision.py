"""Cases, who holds them, and what is arranged in them: an appointment or an address of a calendar is of an open case alone."""

from . import OPEN_CASE, RUNS, Ends

HERE = "tests/casework/people/test_what_a_death_ends.py"
ENDS = {
    "supervision_case": Ends("t.closed_at IS NULL"),
    "supervision_tenure": Ends(RUNS),
    "supervision_gap": Ends(RUNS),
    "supervision_responsibility": Ends(RUNS),
    "supervision_transfer": Ends("t.state = 'offered'", "tests/casework/people/test_death.py::test_everything_comes_back_when_the_death_was_a_mistake"),
    "supervision_jointwork": Ends(RUNS, "tests/casework/supervision/test_joint_work.py::test_sight_ends_when_the_person_dies_and_begins_again_when_that_was_a_mistake"),
    "supervision_appointment": Ends(f"t.called_off_at IS NULL AND t.starts_at > %(now)s AND {OPEN_CASE}"),
    "supervision_feed": Ends(f"t.ended_at IS NULL AND {OPEN_CASE}"),
    "supervision_lowering": Ends(f"t.state = 'asked' AND {OPEN_CASE}", "tests/casework/supervision/test_risk_goes_one_way.py::test_nobody_is_asked_to_agree_to_a_lower_risk_of_somebody_who_died"),
    "supervision_reminder": Ends(f"t.state = 'due' AND {OPEN_CASE}", "tests/casework/supervision/test_reminding.py::test_nothing_goes_to_somebody_who_died_or_whose_case_is_closed"),
    "supervision_beginning": Ends(f"t.until IS NOT NULL AND {OPEN_CASE}", f"{HERE}::test_no_clock_of_a_requirement_runs_for_somebody_who_died"),
}  # fmt: skip
LASTS = {
    "supervision_arrival": "who came, and which record they became; one that waits is of nobody yet",
    "supervision_commitment": "which hours of a week held somebody; clashes are asked of open cases alone",
    "supervision_movement": "a move that was made",
    "supervision_sampled": "an inspection reads cases that have closed too, for as long as it may",
}
