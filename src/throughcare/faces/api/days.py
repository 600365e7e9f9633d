"""A day as a request may name it: within the days this service knows."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from throughcare.foundation.kernel.days import FIRST_DAY, LAST_DAY

Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
