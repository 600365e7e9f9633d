"""Days of release, worked out from what was said."""

ENDS: dict[str, str] = {}
SAID = "what was said or worked out on a day, before the sentence ended"
LASTS = {"release_figure": SAID, "release_insidesaid": SAID, "release_looked": SAID}
NOT_SHOWN = {"release_needsaid": "no test shows yet that nobody is asked for it after a death"}
