"""Needs: what people in an area need, what is offered for it, and the gap, as figures that name nobody.

Owns what was published of need: counted once from the case records for each quarter, withheld and rounded before it was stored.
"""
