"""What courts did: hearings and lists, offences, requests for reports, sentences and their requirements.

Owns the list of courts and offences, the import of court results with the rows it refuses, and each
sentence from the day it is imposed to its completion, breach or revocation. It announces what a court
did; supervision listens and opens the case.
"""
