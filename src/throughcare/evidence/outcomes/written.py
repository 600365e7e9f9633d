"""What somebody wrote by hand for a question or a trial: YAML, read safely, or refused in words."""

from __future__ import annotations

from typing import Any

import yaml

from throughcare.foundation.kernel import Refused


def read_yaml(text: str, what: str) -> Any:
    """What a text of YAML says; Refused, with the line, where it is none. ``what`` is what was written, as “the study”."""
    try:
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        where = f"line {mark.line + 1}" if mark else "its beginning"
        raise Refused(f"{what} is not YAML from {where} on: {wrong.problem or wrong.context}") from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise Refused(f"{what} cannot be read as YAML") from None
