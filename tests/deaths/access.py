"""Who sees somebody: sight ends with what gave it."""

ENDS: dict[str, str] = {}
LASTS = {
    "access_grant": "sight ends with the case, the referral or the place that gave it, a while after",
    "access_restriction": "who may not see a record may not after a death either",
}
