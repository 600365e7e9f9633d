"""What was bought, on what terms, and what is owed for it.

Owns the contract after award: price and volume, service levels, change, the supply chain, statements
and payment, failure and step-in. The rules of payment are pure and dated: the payment laboratory tries
them on populations that never were, the contract pays by the very same functions, and a provider can
run them again and reach the same penny. Entered through its actions, queries, events and rules only.
It publishes offers and terms down into interventions; enforcement asks there, never here.
"""
