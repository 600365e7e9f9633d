"""Our own import-linter contract: a face is of one context, knows no other face, and what collects faces imports none."""

from __future__ import annotations

from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class FacesApart(Contract):
    """A folder of ``faces`` that holds a ``face`` module is imported by itself alone; the index asks for it by name."""

    faces = fields.StringField()

    def check(self, graph: Any, verbose: bool) -> ContractCheck:
        """Find every import of a face from outside it."""
        root = str(self.faces)
        contexts = [child for child in graph.find_children(root) if f"{child}.face" in graph.modules]
        trespasses = [
            (importer, imported)
            for context in contexts
            for imported in (context, *graph.find_descendants(context))
            for importer in graph.find_modules_that_directly_import(imported)
            if not f"{importer}.".startswith(f"{context}.")
        ]
        return ContractCheck(kept=not trespasses and bool(contexts), metadata={"trespasses": trespasses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each trespass."""
        for importer, imported in sorted(check.metadata["trespasses"]):
            output.print_error(f"{importer} knows the face {imported}")
