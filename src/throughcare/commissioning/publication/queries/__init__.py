"""Tells anybody what is published of competitions, and a buyer's team of its market."""

from .published import Page, one_record, record_page, registered, release_page, signed_agreements

__all__ = ["Page", "one_record", "record_page", "registered", "release_page", "signed_agreements"]
