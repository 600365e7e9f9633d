"""The payment laboratory: a rule tried on cohorts that never were, before anybody signs it.

How often it pays for nothing, how often it does not pay for something real, where spending less earns
more, whom it makes worth helping. The rules are the contract's own, called as they stand: what is tried
here is what would be paid there.
"""
