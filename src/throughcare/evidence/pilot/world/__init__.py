"""The world: who there is, what is due and what happens. It knows no rule: what a rule says reaches it as a table."""
