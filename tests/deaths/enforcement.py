"""What was not complied with, and what is owed of it."""

ENDS: dict[str, str] = {}
LASTS = {
    "enforcement_failurestep": "a step that was taken",
    "enforcement_decisionaudit": "a decision is looked at again whatever became of the person",
}
NOT_SHOWN = {"enforcement_failure": "no test shows yet that what is owed of a failure ends with a death"}
