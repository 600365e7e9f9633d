"""Our own import-linter contract: a context may be entered only by its front doors."""

from __future__ import annotations

from typing import Any

from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules


class FrontDoors(Contract):
    """Another context may import only ``<context>.<door>``, never what lies behind it."""

    contexts = fields.ListField(subfield=fields.ModuleExpressionField())
    doors = fields.SetField(subfield=fields.StringField())
    keyholders = fields.SetField(subfield=fields.StringField())

    def check(self, graph: Any, verbose: bool) -> ContractCheck:
        """Find every import that walks past the doors."""
        contexts = {found.name for found in module_expressions_to_modules(graph, self.contexts)}  # type: ignore[arg-type]
        trespasses = [
            (importer, imported)
            for context in contexts
            for imported in graph.find_descendants(context)
            if imported.removeprefix(f"{context}.").split(".")[0] not in self.doors
            for importer in graph.find_modules_that_directly_import(imported)
            if not f"{importer}.".startswith(f"{context}.") and not self._holds_key(importer)
        ]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def _holds_key(self, importer: str) -> bool:
        return any(f"{importer}.".startswith(f"{key}.") for key in self.keyholders)  # type: ignore[attr-defined]

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each trespass."""
        for importer, imported in sorted(check.metadata["trespasses"]):
            output.print_error(f"{importer} walks past the doors into {imported}")
