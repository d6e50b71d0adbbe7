"""The files of a folder are written together, and nothing that is somebody else's is touched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from briefing.cli.publishing import publish
from briefing.errors import ConfigError

old = {"a": "old", "sub/b": "old", "sub/c": "old", "run.json": "old"}
new = {"a": "new", "sub/b": "new", "more/d": "new", "run.json": "new"}


def there(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in files}


def test_files_stand_instead_of_those_of_before(tmp_path: Path) -> None:
    publish(tmp_path / "out", old)
    publish(tmp_path / "out", new, old)

    assert there(tmp_path / "out") == new
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_is_left_empty_goes(tmp_path: Path) -> None:
    publish(tmp_path, {"sub/b": "old"})
    publish(tmp_path, {"a": "new"}, ["sub/b"])

    assert not (tmp_path / "sub").exists()


@pytest.mark.parametrize("name", ["../mine", "/{}/mine", "link/mine", "sub/../../mine", ".", ""])
def test_what_is_not_in_the_folder_is_not_removed(tmp_path: Path, name: str) -> None:
    (tmp_path / "mine").write_text("mine")
    publish(tmp_path / "out", old)
    (tmp_path / "out/link").symlink_to(tmp_path)
    publish(tmp_path / "out", new, [name.format(tmp_path)])

    assert (tmp_path / "mine").read_text() == "mine"


def test_a_folder_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    publish(tmp_path / "out", {"a": "old"})
    (tmp_path / "out/sub").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(ConfigError, match="out/sub is a link"):
        publish(tmp_path / "out", old)
    assert there(tmp_path / "elsewhere") == {}
    assert (tmp_path / "out/a").read_text() == "old"


@pytest.mark.parametrize(("name", "told"), [("run.json", "is a folder"), ("sub", "is no folder")])
def test_what_stands_in_the_way_is_named_before_anything_changes(
    tmp_path: Path, name: str, told: str
) -> None:
    publish(tmp_path / "out", {"a": "old"})
    if name == "sub":
        (tmp_path / "out/sub").write_text("mine")
    else:
        (tmp_path / "out/run.json").mkdir()
    before = there(tmp_path / "out")

    with pytest.raises(ConfigError, match=f"out/{name} {told}"):
        publish(tmp_path / "out", new)
    assert there(tmp_path / "out") == before


def test_folders_of_the_user_stay(tmp_path: Path) -> None:
    mine = [tmp_path / ".out.new", tmp_path / ".briefing-notes"]
    for folder in mine:
        folder.mkdir()
        (folder / "mine").write_text("mine")
    publish(tmp_path / "out", old)

    assert all((folder / "mine").is_file() for folder in mine)


def test_a_folder_may_be_named_by_dots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    publish(Path(), old)

    assert there(tmp_path) == {f"out/{name}": text for name, text in old.items()}


# The process ends before the change of a file that is asked for, as by kill -9.
killed = """
import os, sys
from pathlib import Path
from briefing.cli.publishing import publish

left = int(sys.argv[2])

def count(event, _):
    global left
    if event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir"):
        left -= 1
        if left < 0:
            os._exit(9)

sys.addaudithook(count)
publish(Path(sys.argv[1]), {new!r}, {old!r})
"""


def test_a_run_that_is_killed_leaves_the_old_or_the_new_or_says_so(tmp_path: Path) -> None:
    code, found, step = 9, set(), 0
    while code == 9:
        folder = tmp_path / str(step) / "out"
        publish(folder, old)
        program = killed.format(new=new, old=[*old])
        command = [sys.executable, "-c", program, str(folder), str(step)]
        code = subprocess.run(command, check=False).returncode
        left = there(folder)
        is_told = ".briefing-pending" in left
        found.add("old" if left == old else "new" if left == new else "mixed" if is_told else "?")
        if "run.json" in left:
            assert left.items() >= (new if left["run.json"] == "new" else old).items()

        publish(folder, {"a": "last", "run.json": "last"}, [*old] if "run.json" in left else [])
        assert there(folder) == {"a": "last", "run.json": "last"} or left == new
        assert [file.name for file in folder.parent.iterdir()] == ["out"]
        step += 1

    assert code == 0
    assert found == {"old", "mixed", "new"}
