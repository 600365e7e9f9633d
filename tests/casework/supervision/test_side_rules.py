"""What two teams do together about one person has one wall: a table adds what is its own."""

from throughcare.casework.supervision.rules.sides import MINE, Sides, asked_truly, not_anothers

BEDS = Sides("beds", "bed_id", "beds_run", ("lives_with_us({row}.id)",))


def _words(sql: str) -> str:
    return " ".join(sql.split())


def test_who_asks_needs_the_permission_a_part_in_the_case_and_what_the_table_adds() -> None:
    said = _words(asked_truly("may", "mine_too"))
    assert said.startswith("(may AND supervision_part_in(THIS_TABLE.case_id, THIS_TABLE.person_id)")
    assert " AND mine_too AND EXISTS (SELECT 1 FROM supervision_open_as(" in said
    assert said.endswith(f"AND (k.unit_id = ANY ({MINE}) OR NOT u.id = ANY ({MINE}))))")


def test_whoever_is_not_shown_a_part_of_a_record_sees_their_own_teams_and_no_others() -> None:
    assert not_anothers("stays_here", shown="reasons") == (
        f"(THIS_TABLE.from_unit = ANY ({MINE}) OR THIS_TABLE.to_unit = ANY ({MINE}) OR stays_here"
        " OR access_shows(THIS_TABLE.person_id, 'reasons'))"
    )


def test_a_side_is_either_team_the_one_that_answers_and_whoever_else_takes_part() -> None:
    said = _words(BEDS.hold("r"))
    assert said.startswith(f"(r.from_unit = ANY ({MINE}) OR r.to_unit = ANY ({MINE}) OR EXISTS (")
    assert said.endswith("OR lives_with_us(r.id))") and "{row}" not in said


def test_a_side_moves_what_runs_and_ends_its_sight_with_it() -> None:
    said = _words(BEDS.taken_truly("agreed"))
    assert said.startswith(
        f"({_words(BEDS.hold('THIS_TABLE'))} AND beds_run(THIS_TABLE.id) AND agreed AND CASE"
    )
    assert "ELSE THIS_TABLE.ended_at <= (SELECT app_at()) AND NOT upper_inf(THIS_TABLE.sight)" in said


def test_what_is_added_is_about_the_same_person_by_a_side_and_seen_with_what_it_is_added_to() -> None:
    assert "r.id = THIS_TABLE.bed_id AND r.person_id = THIS_TABLE.person_id" in _words(BEDS.added_to())
    assert BEDS.hold("r") in BEDS.added_to()
    assert BEDS.seen() == "EXISTS (SELECT 1 FROM beds s WHERE s.id = THIS_TABLE.bed_id)"
