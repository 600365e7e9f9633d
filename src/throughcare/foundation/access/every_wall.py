"""Every table with its wall: what models declare, and what is said here for the ledgers, which stand below, and the libraries."""

from __future__ import annotations

from .parts import Part
from .sight import visible
from .walls import IN_ITS_OWN_NAME, Closed, Custom, Ledger, Plumbing, Wall, Written

LEDGER_TABLES: dict[str, Wall] = {
    "audit_entry": Ledger(),
    "audit_decision": Custom(
        web="SELECT, INSERT",
        rules={
            "SELECT": (f"(person_id IS NULL OR {visible('person_id', Part.REASONS)})", None),
            "INSERT": (None, f"({IN_ITS_OWN_NAME})"),
        },
    ),
    "audit_batch": Closed(),
    "audit_seal": Closed(),
    # Whoever announces is whom the listeners act as.
    "audit_announcement": Custom(
        web="SELECT, INSERT",
        rules={
            "SELECT": ("true", None),
            "INSERT": (None, "member_id IS NULL OR member_id = (SELECT app_member())"),
        },
        by=Written(at="at"),
    ),
    "audit_delivery": Plumbing(web="SELECT, INSERT, UPDATE", fixed=("announcement_id", "listener")),
}

_KEPT = "SELECT, INSERT, UPDATE, DELETE"
LIBRARY_TABLES: dict[str, Wall] = {
    "django_migrations": Plumbing(web="SELECT"),
    "django_content_type": Plumbing(web="SELECT"),
    "django_session": Plumbing(web=_KEPT),
    "throughcare_cache": Plumbing(web=_KEPT),
    "procrastinate_jobs": Plumbing(web=_KEPT),
    "procrastinate_events": Plumbing(web=_KEPT),
    "procrastinate_periodic_defers": Plumbing(web=_KEPT),
    "procrastinate_workers": Plumbing(web=_KEPT),
    "access_role_reach": Closed(),
    "access_purpose_parts": Closed(),
    "auth_permission": Plumbing(web="SELECT"),
    "auth_group": Plumbing(web="SELECT"),
    "auth_group_permissions": Plumbing(web="SELECT"),
    "account_emailaddress": Plumbing(web=_KEPT),
    "account_emailconfirmation": Plumbing(web=_KEPT),
    "mfa_authenticator": Plumbing(web=_KEPT),
    "socialaccount_socialaccount": Plumbing(web=_KEPT),
    "socialaccount_socialapp": Plumbing(web="SELECT"),
    "socialaccount_socialtoken": Plumbing(web=_KEPT),
}


def walled_models() -> dict[str, Wall]:
    """Every table of ours and of the libraries, with its wall; raises on one that declares none."""
    from django.apps import apps

    found: dict[str, Wall] = dict(LIBRARY_TABLES)
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if table in found or not model._meta.managed:
            continue
        declared = getattr(model, "wall", None) or LEDGER_TABLES.get(table)
        if declared is None:
            raise LookupError(f"table {table} declares no wall: say who may see it on {model.__name__}.wall")
        found[table] = declared
    return found
