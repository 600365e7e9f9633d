"""Programmes: accredited programmes, who is referred to one, the groups in which they are delivered, and what came of each session."""
