"""Saved mail, newsletters for one: the sender is the outlet, the subject the title."""

from __future__ import annotations

from briefing.sources._mail import read

__all__ = ["read", "suffixes"]

suffixes = (".eml",)
