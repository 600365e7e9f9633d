"""What was bought, on what terms, and what is owed for it.

Owns the agreement after award: terms in editions, signatures, price and volume, service levels, change, statements, disputes and
what was approved; and the rules of payment by results, which the payment laboratory tries on populations that never were. Every
rule is pure and dated, and a provider can run a statement again and reach the same penny. Entered through its actions, queries
and rules only. It asks interventions what was done for people who were referred; nothing below asks here.
"""
