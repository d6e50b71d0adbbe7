from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from briefing.files import write_atomic


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "brief.md"
    write_atomic(file, "Zürich 😀\r\nline\n")

    assert file.read_bytes() == "Zürich 😀\r\nline\n".encode()


def test_an_older_file_is_replaced_and_nothing_is_left_beside(tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    file.write_text("old")
    write_atomic(file, "new")

    assert file.read_text() == "new"
    assert list(tmp_path.iterdir()) == [file]


def test_a_failure_keeps_the_older_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "brief.md"
    file.write_text("old")

    def full(handle: int) -> None:  # noqa: ARG001
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomic(file, "new")

    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_text_that_cannot_be_encoded_keeps_the_older_file(tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    file.write_text("old")

    with pytest.raises(UnicodeEncodeError):
        write_atomic(file, "new \ud800")

    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_file_may_be_read_by_whom_the_user_lets(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        write_atomic(tmp_path / "brief.md", "text")
        assert os.umask(mask) == mask
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "brief.md").stat().st_mode) == mode
