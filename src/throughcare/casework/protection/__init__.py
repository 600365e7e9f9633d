"""Protection: who is managed under the public protection arrangements, in which category and at which level, and who decided so."""
