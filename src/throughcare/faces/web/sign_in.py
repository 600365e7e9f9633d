"""How signing in works here: nobody signs themselves up, secrets are encrypted, lock-out is in the database."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, ClassVar
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator; the sign-up page is closed."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The email or the password is not right."),
        "enter_current_password": "Enter your present password.",
        "incorrect_password": "That is not your password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs themselves up."""
        return False


class OtherSignIn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An outside sign-in is joined to an account of the same verified address; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody is signed up by an outside service."""
        return False


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of one-time codes encrypted."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code is not right, or its time is over. Enter the one that is shown now."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for keeping."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a kept secret."""
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    key = hashlib.sha256(b"second step:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def set_up_second_step(account_id: UUID, secret: str) -> None:
    """Give an account its one-time codes from a secret (base 32), kept encrypted; an earlier secret goes."""
    from allauth.mfa.models import Authenticator

    kept = {"secret": SecondStep().encrypt(secret)}
    Authenticator.objects.update_or_create(
        user_id=account_id, type=Authenticator.Type.TOTP, defaults={"data": kept}
    )
