"""Words of this face: what opening its pages was."""

LOOKS = {
    "own_code": "Opened whether they have a code for their own page",
    "own_code_given": "Gave them a code for their own page",
    "own_sheet": "Printed a sheet of what stands ahead of them",
    "own_page": "Read their own page, the person themselves",
}
