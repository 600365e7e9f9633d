"""The face of the register of providers: an organisation's passport, and what is to be renewed in it."""
