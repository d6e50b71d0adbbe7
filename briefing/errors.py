"""What can go wrong and is not a bug. Each prints as one line that says what to do.

BriefingError
├─ ConfigError          the settings cannot be followed
│   └─ UnknownPlugin    no embedder, selector or renderer of that name
├─ SourceError          one input cannot be read; yielded in a batch, not raised
├─ NothingToBrief       no usable text in any input
├─ EvidenceError        a brief cannot be read, or a citation does not hold
├─ StoreError           the file of what survives between runs cannot be used
└─ Busy                 another run is at work in the same place
"""

from __future__ import annotations


class BriefingError(Exception):
    """Base of all expected failures."""


class ConfigError(BriefingError):
    """The configuration or an option asks for what cannot be done."""


class UnknownPlugin(ConfigError):
    """A plug-in was asked for by a name that no file has."""


class SourceError(BriefingError):
    """One input could not be used. A value in a batch: the rest goes on."""

    def __init__(self, path: str, reason: str, bucket: str = "unreadable") -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
        self.bucket = bucket


class NothingToBrief(BriefingError):
    """There is no article with a usable sentence."""


class EvidenceError(BriefingError):
    """A brief cannot be read back, or its evidence does not hold."""


class StoreError(BriefingError):
    """The store is not one, is of a newer version, or cannot be read or written."""


class Busy(BriefingError):
    """Another run holds the lock."""
