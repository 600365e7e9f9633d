"""Words of this face: what opening its pages was."""

LOOKS = {
    "access": "Opened who can see",
    "kin": "Opened whether they are kin",
}
