"""What each context publishes of its people, without names, for evidence; and what was answered of it.

Owns extracts: folders of tables in which people are keyed numbers, read in one moment as the auditor from what each
context's ``queries/extract.py`` publishes of its own tables, and joined here. Owns the memory of questions answered of them,
so that no two answers together give a few people away. ``queries.sources`` are the tables there are; ``store`` answers in turn.
"""
