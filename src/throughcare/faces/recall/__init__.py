"""The face of recall: a person's recalls, each with its steps and papers, what is owed on home, and its operations."""
