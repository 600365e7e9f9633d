"""What is to be bought and who is to provide it, decided by a rule that was published and tried before any bid came.

Owns the competition: units, packages that bidders put together, the rule of award, standstill, scoring; rounds that were published,
bids sealed and opened, and the wall between the two sides. Every rule is pure: the page on which a commissioner tries a rule on
made-up bids decides by the very same functions as an award. Entered through its actions, queries and rules only.
"""
