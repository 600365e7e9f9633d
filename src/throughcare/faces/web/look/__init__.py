"""The look: what every page stands on. Style, templates, forms and charts; no decision and no record of ours.

Owns the base layout, the page patterns (`{% load throughcare %}`), the form renderer and fields, the charts
drawn on the server, and the pages that say what went wrong. How to use it: `docs/how-to/make-a-page.md`.
"""
