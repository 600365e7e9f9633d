"""Making accounts: an account can sign in; it sees nothing until it is a member of a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

if TYPE_CHECKING:
    from .models import Account


class Accounts(BaseUserManager["Account"]):
    """Makes and finds accounts by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """An account with a password, or one that cannot sign in by password when none is given."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account
