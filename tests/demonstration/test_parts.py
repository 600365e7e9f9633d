"""The demonstration is made of parts, a file for each context, found by being there."""

from pathlib import Path

from throughcare.demonstration import part
from throughcare.demonstration.part import acts_of_a_round, parts

WINGS = ("foundation", "casework", "commissioning", "evidence")


def test_each_part_is_of_a_context_and_does_something() -> None:
    source = Path(part.__file__).parents[1]
    contexts = {place.name for wing in WINGS for place in (source / wing).iterdir() if place.is_dir()}
    found = {place.stem for place in part.PARTS.glob("[a-z]*.py")}
    assert found <= contexts
    assert len(found) == len(parts()) >= 4
    assert all(one.each_round or one.at_the_end for one in parts())


def test_no_two_parts_act_at_one_place_so_that_their_order_is_said() -> None:
    rounds = [at for one in parts() for at in one.each_round]
    ends = [at for one in parts() for at in one.at_the_end]
    assert len(rounds) == len(set(rounds)) == len(acts_of_a_round())
    assert len(ends) == len(set(ends))
