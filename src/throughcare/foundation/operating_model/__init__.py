"""Which body holds which function, for whom and on what terms; in force by area and by day.

Owns the schema of an operating model, its loader, the seven presets with their citations, the question
``holder()``, which model is in force where and when, and which organisation is appointed as which kind
of body. An operating model is data: nothing that the sources dispute is fixed in code.
"""
