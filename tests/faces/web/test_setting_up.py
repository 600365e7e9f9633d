"""The steps of setting a service up: one of them is the next, and the list goes when no needed one is left."""

from hypothesis import given
from hypothesis import strategies as st

from throughcare.faces.web.home_card import Step, steps_left
from throughcare.faces.web.look.parts import Tag

STEPS = st.lists(
    st.builds(
        Step,
        st.text(min_size=1),
        st.just("/areas"),
        done=st.booleans(),
        hint=st.just(""),
        needed=st.booleans(),
    ),
    max_size=8,
)
NEXT = Tag("Do this next", "blue")


@given(STEPS)
def test_the_first_needed_step_that_is_not_done_is_the_next_and_there_is_one_at_most(
    steps: list[Step],
) -> None:
    left = steps_left(steps)
    undone = [place for place, step in enumerate(steps) if step.needed and not step.done]
    assert [place for place, task in enumerate(left) if task.status == NEXT] == undone[:1]


@given(STEPS)
def test_every_step_is_shown_until_no_needed_one_is_left(steps: list[Step]) -> None:
    begun = any(step.needed and not step.done for step in steps)
    assert [task.title for task in steps_left(steps)] == ([step.title for step in steps] if begun else [])


@given(STEPS)
def test_done_is_said_of_what_is_done_alone(steps: list[Step]) -> None:
    for step, task in zip(steps, steps_left(steps), strict=False):
        assert (task.status == "Done") is step.done
