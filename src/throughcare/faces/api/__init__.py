"""The JSON API: the same actions and policies as the pages."""
