"""The face of supervision: the page of a person, caseloads, transfers, newcomers, samples."""
