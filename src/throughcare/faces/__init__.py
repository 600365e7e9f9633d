"""Pages, API and console: they translate, and make one call."""
