"""Measure reoffending the official ways.

Owns the documented tables, the dated definitions, the engines that count (a plain-Python
reference that is the meaning, one ibis expression for DuckDB and Spark, a fast one for
tables sorted by person), and what is reckoned from the counts: rates with intervals, time to
first, adjustment, standardisation, funnels, forecasts and suppression.
Pure of Django: it reads extracts, never the live database.
"""
