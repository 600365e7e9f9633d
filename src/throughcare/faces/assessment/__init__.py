"""The face of assessment: needs, harm, scores, tier, and whether scores are fair."""
