"""Tables and owner's functions of the libraries: signing in, sessions, jobs, the cache."""

from .kinds import SIUD, S

TABLES: dict[str, tuple[str, str]] = {
    "account_emailaddress": ("plumbing", SIUD),
    "account_emailconfirmation": ("plumbing", SIUD),
    "auth_group": ("plumbing", S),
    "auth_group_permissions": ("plumbing", S),
    "auth_permission": ("plumbing", S),
    "django_content_type": ("plumbing", S),
    "django_migrations": ("plumbing", S),
    "django_session": ("plumbing", SIUD),
    "mfa_authenticator": ("plumbing", SIUD),
    "procrastinate_events": ("plumbing", SIUD),
    "procrastinate_jobs": ("plumbing", SIUD),
    "procrastinate_periodic_defers": ("plumbing", SIUD),
    "procrastinate_workers": ("plumbing", SIUD),
    "socialaccount_socialaccount": ("plumbing", SIUD),
    "socialaccount_socialapp": ("plumbing", S),
    "socialaccount_socialtoken": ("plumbing", SIUD),
    "throughcare_cache": ("plumbing", SIUD),
}
