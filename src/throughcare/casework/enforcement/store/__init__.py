"""Loads failures and says what is owed on them: what actions, queries and reactions stand on."""
