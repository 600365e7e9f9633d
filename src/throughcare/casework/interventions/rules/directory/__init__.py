"""Decides: what a public directory of services says, in tables or documents, which of it is refused, and how ours is told."""

from .reading import Listed, RefusedPart, read_documents
from .shapes import Column, columns_of, misspelt_name, tables
from .tabular import assemble, check_tables, table_named
from .writing import Offered, organization_document, page_of, service_document, service_line

__all__ = [
    "Column",
    "Listed",
    "Offered",
    "RefusedPart",
    "assemble",
    "check_tables",
    "columns_of",
    "misspelt_name",
    "organization_document",
    "page_of",
    "read_documents",
    "service_document",
    "service_line",
    "table_named",
    "tables",
]
