"""Sealed values: AES-256-GCM under a key per person, bound to the person and the field.

A copy, a backup or a second connection yields ciphertext. Deleting a person's key erases what was sealed for them.
"""

import json
import os
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from privacy.worker import Person, WorkerId, worker_id

NONCE_BYTES = 12


class Keys(Protocol):
    """Where keys live: a file of its own, so that a backup of the data does not carry them."""

    def pepper(self) -> bytes: ...
    def of(self, worker: WorkerId) -> bytes | None: ...
    def make(self, worker: WorkerId) -> bytes: ...


class Unreadable(ValueError):
    """A sealed value whose key is gone (its person was erased), or that was moved or changed."""


class Seals:
    """Seals and unseals values of JSON for one person and field."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def worker(self, person: Person) -> WorkerId:
        return worker_id(person, self._keys.pepper())

    def mark(self, text: str) -> str:
        """A keyed hash of something that must be found again but not read, such as a place."""
        return worker_id(Person("mark", text), self._keys.pepper())

    def seal(self, worker: WorkerId, field: str, value: Any) -> bytes:
        key = self._keys.of(worker) or self._keys.make(worker)
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(key).encrypt(nonce, json.dumps(value).encode(), _bound_to(worker, field))

    def unseal(self, worker: WorkerId, field: str, sealed: bytes) -> Any:
        """Raises Unreadable when the key is gone or the value belongs to another person or field."""
        key = self._keys.of(worker)
        if key is None:
            raise Unreadable(f"The key for {field!r} is gone: this person's data was erased.")
        try:
            plain = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound_to(worker, field))
        except (InvalidTag, ValueError) as problem:
            raise Unreadable(f"The sealed value of {field!r} was changed or belongs elsewhere.") from problem
        return json.loads(plain)


def _bound_to(worker: WorkerId, field: str) -> bytes:
    return f"{worker}|{field}".encode()
