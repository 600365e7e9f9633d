"""Making accounts: an account can sign in; it sees nothing until it is a member of a unit."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager

A = TypeVar("A", bound=AbstractBaseUser)


class Accounts(BaseUserManager[A]):
    """Makes and finds accounts by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> A:
        """An account with a password, or one that cannot sign in by password when none is given."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account
