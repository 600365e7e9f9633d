"""How a victim may be reached: by means that they gave, and never a child."""

from __future__ import annotations

from collections.abc import Mapping

from throughcare.foundation.kernel import Refused

from .words import Means, VictimKind

_NEEDS = {Means.LETTER: "address", Means.TELEPHONE: "telephone", Means.EMAIL: "email"}
_ASKED = {"address": "an address", "telephone": "a telephone number", "email": "an e-mail address"}


def check_reached(kind: VictimKind, means: Means, given: Mapping[str, object], *, speaks_for: bool) -> None:
    """Refuse means without what they need, a child that would be written to, and a representative of nobody."""
    if kind.is_spoken_for and means is not Means.NONE:
        raise Refused(
            "Nothing is sent to a child: register whoever answers for them, and say for whom.", field="means"
        )
    if kind is VictimKind.REPRESENTATIVE and not speaks_for:
        raise Refused("Say for whom they answer.", field="speaks_for_id")
    if kind.is_spoken_for and speaks_for:
        raise Refused("A child answers for nobody.", field="speaks_for_id")
    needed = _NEEDS.get(means)
    if needed and not str(given.get(needed, "")).strip():
        raise Refused(f"They are to be reached by {means}: enter {_ASKED[needed]}.", field=needed)
