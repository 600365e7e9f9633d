"""What a person needs and what they have going for them: sections, answers, and an assessment's life."""
