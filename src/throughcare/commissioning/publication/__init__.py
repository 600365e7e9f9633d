"""What the public is told of a competition, and what a buyer is warned of before it is.

Owns the published record (OCDS 1.1.5 releases and records, with an extension of its own for packages, walls and evaluation), the
reading of anybody's records, red flags in them, and the market that they show. It keeps nothing: what is published is worked
out from what a competition published. Entered through its queries and rules only.
"""
