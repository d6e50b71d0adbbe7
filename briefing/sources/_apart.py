"""Another's parser in a process of its own, so that no file can take the run's time or memory."""

from __future__ import annotations

from typing import Any

from briefing import apart
from briefing.errors import SourceError

limits = apart.Limits(seconds=30, memory=512_000_000)


def parse(module: str, data: bytes, path: str) -> Any:
    """What ``briefing.sources.MODULE.parse(data)`` returns, which must be JSON.

    Raises:
        SourceError: the parser refused the file, failed on it, or passed a limit.
    """
    try:
        return apart.call(f"briefing.sources.{module}", "parse", data, limits)
    except apart.Refused as error:
        raise SourceError(path, str(error)) from None
    except apart.Failed as error:
        raise SourceError(path, f"damaged: {error}"[:200]) from None
    except apart.Exceeded as error:
        raise SourceError(path, str(error), "too large") from None
