"""Seals a bid so that nobody reads it before both openers have turned their keys: not the buyer, not an administrator with SQL.

A bid is encrypted under a key of its own. Two halves are drawn, neither of which says anything about the key alone; each is
encrypted to one opener's public key. An opener's private key is kept encrypted under a passphrase that is kept nowhere.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from throughcare.foundation.kernel import Refused

SHORTEST = 12
"""The fewest characters of a passphrase (assumed)."""
_KEY, _NONCE, _SALT = 32, 12, 16
_RAW = serialization.Encoding.Raw


@dataclass(frozen=True)
class OpeningKey:
    """One opener's key pair: the public half in clear, the private half encrypted under a passphrase."""

    public: bytes
    private_sealed: bytes


@dataclass(frozen=True)
class Sealed:
    """A sealed text, and the half of its key for each of two openers, in their order."""

    content: bytes
    halves: tuple[bytes, bytes]


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is too short to keep anything."""
    if len(passphrase) < SHORTEST:
        raise Refused(f"Give a passphrase of at least {SHORTEST} characters.", field="passphrase")


def opening_key(passphrase: str) -> OpeningKey:
    """A new key pair; without the passphrase nobody ever opens anything with it."""
    check_passphrase(passphrase)
    private = X25519PrivateKey.generate()
    raw = private.private_bytes(_RAW, serialization.PrivateFormat.Raw, serialization.NoEncryption())
    salt = os.urandom(_SALT)
    public = private.public_key().public_bytes(_RAW, serialization.PublicFormat.Raw)
    return OpeningKey(public, salt + _encrypt(_stretched(passphrase, salt), raw, public))


def seal(text: str, publics: tuple[bytes, bytes], about: bytes) -> Sealed:
    """A text sealed to two openers; ``about`` names what it is, and it opens as nothing else."""
    key, first = os.urandom(_KEY), os.urandom(_KEY)
    second = bytes(one ^ other for one, other in zip(key, first, strict=True))
    halves = (_wrapped(first, publics[0], about), _wrapped(second, publics[1], about))
    return Sealed(_encrypt(key, text.encode("utf-8"), about), halves)


@dataclass(frozen=True)
class Unlocked:
    """An opener's key as their passphrase unlocked it, once for every bid: that takes long on purpose."""

    public: bytes
    private: X25519PrivateKey


def unlocked(key: OpeningKey, passphrase: str) -> Unlocked:
    """An opener's key, unlocked; refused where the passphrase is not theirs."""
    salt, sealed = key.private_sealed[:_SALT], key.private_sealed[_SALT:]
    try:
        raw = _decrypt(_stretched(passphrase, salt), sealed, key.public)
    except InvalidTag:
        raise Refused("That is not the passphrase you made your key with.", field="passphrase") from None
    return Unlocked(key.public, X25519PrivateKey.from_private_bytes(raw))


def half_of(key: Unlocked, wrapped: bytes, about: bytes) -> bytes:
    """An opener's half of a bid's key; refused where it was not sealed to them."""
    sender, inside = wrapped[:_KEY], wrapped[_KEY:]
    shared = key.private.exchange(X25519PublicKey.from_public_bytes(sender))
    try:
        return _decrypt(_derived(shared, sender + key.public), inside, about)
    except InvalidTag:
        raise Refused("This bid was not sealed to your key, or was changed since it was.") from None


def opened(content: bytes, halves: tuple[bytes, bytes], about: bytes) -> str:
    """The text that both halves open; refused where either is wrong, or the text was changed."""
    key = bytes(one ^ other for one, other in zip(*halves, strict=True))
    try:
        return _decrypt(key, content, about).decode("utf-8")
    except InvalidTag:
        raise Refused("The two halves do not open this bid, or it was changed since it was sealed.") from None


def _wrapped(half: bytes, public: bytes, about: bytes) -> bytes:
    once = X25519PrivateKey.generate()
    sender = once.public_key().public_bytes(_RAW, serialization.PublicFormat.Raw)
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    return sender + _encrypt(_derived(shared, sender + public), half, about)


def _derived(shared: bytes, salt: bytes) -> bytes:
    return HKDF(hashes.SHA256(), _KEY, salt, b"a half of a bid's key").derive(shared)


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt, _KEY, n=2**15, r=8, p=1).derive(passphrase.encode("utf-8"))


def _encrypt(key: bytes, text: bytes, about: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text, about)


def _decrypt(key: bytes, sealed: bytes, about: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], about)
