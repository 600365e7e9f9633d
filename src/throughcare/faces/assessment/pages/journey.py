"""The way through an assessment: where each thing is asked, what is missing there, and which page comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from throughcare.casework.assessment.queries import AssessmentSeen
from throughcare.casework.assessment.rules.needs.drafts import Answered, is_on_record
from throughcare.casework.assessment.rules.needs.sections import areas
from throughcare.casework.assessment.rules.needs.views import Gap
from throughcare.casework.assessment.rules.questions import Asked, Question, pages, question
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Item, Lines, Tag, Task, Unknown
from throughcare.faces.web.value_words import as_read, first_capital
from throughcare.foundation.kernel import Refused

from .forms import asked_on

HARM = "harm"


def control_of(name: str) -> str:
    """The id of the first control of a question on its page."""
    asked = question(name).asked
    if asked in {Asked.ONE_OF, Asked.SOME_OF}:
        return f"id_{name}_0"
    return f"id_{name}_day" if asked is Asked.DAY else f"id_{name}"


def where(base: str, page: str, name: str = "") -> str:
    """The address of a page of the journey, at a question of it where one is named."""
    there = f"{base}/{page}" if page.startswith(HARM) else f"{base}/pages/{page}"
    return f"{there}#{control_of(name)}" if name else there


def gap_links(gaps: Iterable[Gap], base: str) -> list[Item]:
    """Each thing missing as a link to the question that it waits for."""
    return [Item(first_capital(gap.because), where(base, gap.page, gap.question)) for gap in gaps]


def unanswered(seen: AssessmentSeen, page: str) -> list[Question]:
    """The questions of a page that nobody has answered: they keep nobody from signing, and a reader is told of them."""
    if page in seen.left_out:
        return []
    asked = (one for one in asked_on(seen, page) if not one.name.startswith(f"{page}."))
    return [
        one for one in asked if seen.answers.get(one.name) is None or seen.answers[one.name].value is None
    ]


def next_page(seen: AssessmentSeen, key: str) -> str:
    """Where to go on after a page: the next with a gap or an open question, then harm, then signing."""
    order = list(pages())
    missing = {gap.page.partition("/")[0] for gap in seen.gaps}
    for page in order[order.index(key) + 1 :]:
        if page in missing or unanswered(seen, page):
            return f"pages/{page}"
    if HARM in missing:
        return HARM
    return "" if missing else "steps/sign"


@dataclass(frozen=True)
class Progress:
    """How far the journey has come: pages with nothing missing, of all of them, and each as a task."""

    done: int
    total: int
    tasks: tuple[Task, ...]

    @property
    def words(self) -> str:
        """The same in words."""
        return f"{self.done} of {count_of(self.total, 'section')} complete"


def progress_of(seen: AssessmentSeen, base: str, *, writes: bool = True) -> Progress:
    """Every page of the journey and the analysis of harm, each with what is missing on it; links are for whoever writes."""
    tasks = [_task(seen, key, title, base) for key, title in pages().items()]
    tasks.append(_harm_task(seen, base))
    if not writes:
        tasks = [replace(one, href="") for one in tasks]
    return Progress(sum(isinstance(one.status, str) for one in tasks), len(tasks), tuple(tasks))


def _task(seen: AssessmentSeen, key: str, title: str, base: str) -> Task:
    asked = [one.name for one in asked_on(seen, key) if not one.name.startswith(f"{key}.")]
    left = len(unanswered(seen, key))
    unsure = [name for name in asked if name in seen.answers and _to_confirm(seen.answers[name])]
    hint = f"{len(asked) - left} of {len(asked)} answered" if asked and key not in seen.left_out else ""
    if unsure:
        hint += f", {len(unsure)} to confirm"
    return Task(title, _status(seen, key, left, len(asked), bool(unsure)), f"{base}/pages/{key}", hint)


def _to_confirm(one: Answered) -> bool:
    return one.value is not None and not one.sure and not is_on_record(one)


def _status(seen: AssessmentSeen, key: str, left: int, asked: int, unsure: bool) -> Tag | str:
    if key in seen.left_out:
        return "Left out, with a reason"
    judged = key not in areas() or not any(gap.page == key for gap in seen.gaps)
    if seen.editable and judged and not left and not unsure:
        return "Complete"
    if not seen.editable:
        return (
            "Answered"
            if not left
            else Tag("Answered in part" if left < asked else "Nothing answered", "orange")
        )
    begun = left < asked or key in seen.views
    return Tag("Begun", "teal") if begun else Tag("To do", "blue")


def _harm_task(seen: AssessmentSeen, base: str) -> Task:
    title, there = "Risk of serious harm", f"{base}/{HARM}"
    if seen.harm.completed_level:
        return Task(title, first_capital(seen.harm.completed_level.replace("_", " ")), there)
    left = [gap for gap in seen.gaps if gap.page.startswith(HARM)]
    if not left:
        return Task(title, "Complete: its level is taken when you sign", there)
    return Task(
        title,
        Tag("Not complete", "orange"),
        there,
        f"{count_of(len(left), 'thing is', 'things are')} missing",
    )


def said(name: str, answered: Answered | None) -> object:
    """An answer in words, or that there is none."""
    if answered is None or answered.value is None:
        return Unknown("Not answered")
    try:
        choices = dict(question(name).choices)
    except Refused:
        choices = {}
    values = answered.value if isinstance(answered.value, tuple) else (answered.value,)
    words = [as_read(choices.get(value, value)) for value in values]
    return Lines(words[0], words[1:]) if words else Unknown("None")
