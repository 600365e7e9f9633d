"""Integrated offender management: who is selected, in which strand, agreed with which partners, led by whom, and removed."""
