"""The register of providers: one passport of facts for each organisation, kept in one place and rested on in each competition.

Owns what a provider says of itself: numbers, size, insurance, board, links and interests, and what it declares until a day.
"""
