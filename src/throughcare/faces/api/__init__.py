"""The JSON API: the same actions, queries and policies as the pages, described by OpenAPI 3.1."""
