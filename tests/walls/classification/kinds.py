"""What the web and the worker may try on a table, and who may call a function."""

S, SI, SU, SIU, SIUD, ADD, NOTHING = (
    "SELECT", "SELECT INSERT", "SELECT UPDATE", "SELECT INSERT UPDATE", "SELECT INSERT UPDATE DELETE", "INSERT", "",
)  # fmt: skip
WEB, WORKER = "throughcare_web", "throughcare_worker"
BOTH, JOBS, NOBODY = frozenset({WEB, WORKER}), frozenset({WORKER}), frozenset[str]()
PAGES = frozenset({WEB})
