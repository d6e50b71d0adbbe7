"""A brief that comes by itself: crontab lines and timers."""

from __future__ import annotations

import shutil
import subprocess
import time as clock
from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path

import pytest
from conftest import Command
from hypothesis import given
from hypothesis import strategies as st

from briefing import schedules
from briefing.errors import ConfigError
from briefing.schedules import Job

foreign = (
    b"# mine\nMAILTO=me@example.org\n*/5 * * * * echo '50\\%' \t\n0 1 * * * x # briefing:other-1\n"
)

crontab = """\
#!/bin/sh
# A crontab that keeps its table in a file, as far as the tests need one.
table={table}
echo "$*" >> {table}.asked
case "$1" in
-l) test -f "$table" || {{ echo "no crontab for me" >&2; exit 1; }}; cat "$table" ;;
-) test -f {table}.broken && {{ echo "bad minute" >&2; exit 1; }}; cat > "$table" ;;
esac
"""

systemctl = """\
#!/bin/sh
echo "$*" >> {table}.asked
"""


@pytest.fixture(autouse=True)
def _articles(tmp_path: Path) -> None:
    """What the schedules of these tests name."""
    for name in ("articles", "a"):
        (tmp_path / name).mkdir()
    (tmp_path / "secrets.env").touch()


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The table of a crontab command of our own, which stands first on the path."""
    programs, table = tmp_path / "bin", tmp_path / "table"
    programs.mkdir()
    for name, text in (("crontab", crontab), ("systemctl", systemctl)):
        (programs / name).write_text(text.format(table=table))
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    return table


def job(folder: Path, *command: str, zone: str = "") -> Job:
    return Job("news-1", time(6, 30), zone, folder, [command], folder / "schedule.log")


# The line


def test_line_is_printed_and_nothing_installed(run: Command, table: Path, tmp_path: Path) -> None:
    printed = run("schedule", "articles", "--at", "06:30")

    assert printed.out.startswith(f"30 6 * * * (cd {tmp_path} && ")
    assert (
        f"generate {tmp_path}/articles --window last -o {tmp_path}/out --wait 600; }})"
        in printed.out
    )
    assert not table.exists()


def test_settings_and_secrets_are_named_in_full(run: Command, tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").write_text('out = "briefs"')

    printed = run("schedule", "articles", "--mail", "--environment", "secrets.env")

    assert f"-o {tmp_path}/briefs -c {tmp_path}/briefing.toml --wait 600 --mail" in printed.out
    assert f"set -a && . {tmp_path}/secrets.env && " in printed.out


def test_sources_of_the_web_are_fetched(run: Command, tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").write_text('[[sources]]\nurl = "https://example.org/feed"')

    config = f"-c {tmp_path}/briefing.toml"

    alone, beside = (
        run(*words).out.partition("{ ")[2].partition("; }")[0].split("; ")
        for words in (("schedule",), ("schedule", "a"))
    )

    assert [words.partition("/briefing ")[2] for words in alone] == [
        f"generate -o {tmp_path}/out {config} --wait 600"
    ]
    assert [words.partition("/briefing ")[2] for words in beside] == [
        f"fetch {config}",
        f"generate {tmp_path}/a --window last -o {tmp_path}/out {config} --wait 600",
    ]


def test_place_of_the_store_is_kept(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/my state")

    assert " 'XDG_STATE_HOME=/my state' " in run("schedule", "articles").out


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("articles", "--at", "25:00"),
        ("articles", "--at", "soon"),
        ("articles", "--zone", "Europe/Atlantis"),
        ("no-articles",),
        ("articles", "--environment", "no-secrets.env"),
        ("articles", "--install", "--remove"),
        ("articles\n* * * * * evil",),
        ("articles", "-o", "a" * 1000),
    ],
)
def test_what_cannot_be_scheduled_is_refused(
    run: Command, table: Path, words: tuple[str, ...]
) -> None:
    refused = run("schedule", *words)

    assert refused.code == 2
    assert refused.err.count("\n") == 1
    assert not table.exists()


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets the time zone of this machine."""

    def set_zone(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        clock.tzset()

    yield set_zone
    monkeypatch.undo()
    clock.tzset()


@pytest.mark.parametrize(
    ("here", "zone", "starts", "warned"),
    [
        ("UTC", "Asia/Tokyo", "30 21 * * *", False),
        ("UTC", "Asia/Kolkata", "0 1 * * *", False),
        ("Europe/Paris", "Europe/Berlin", "30 6 * * *", False),
        ("Asia/Tokyo", "Europe/Berlin", "30 1", True),  # 13:30 or 14:30
    ],
)
def test_cron_runs_at_the_time_of_the_zone(
    run: Command,
    machine: Callable[[str], None],
    here: str,
    zone: str,
    starts: str,
    warned: bool,
) -> None:
    machine(here)
    Path("briefing.toml").write_text(f'timezone = "{zone}"')

    by_settings = run("schedule", "articles", "--at", "06:30")
    by_option = run("schedule", "articles", "--at", "06:30", "--zone", zone)

    assert by_settings.out == by_option.out
    assert by_settings.out.startswith(starts)
    assert ("which cron does not follow; --systemd does\n" in by_settings.err) is warned


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"])), max_size=4))
def test_cron_hands_every_word_over_as_it_is(words: list[str]) -> None:
    line = schedules.cron_line(Job("n", time(0, 5), "", Path("/"), [["w", *words]], Path("/l")))

    command = line.removeprefix("5 0 * * * ")
    unescaped = command.replace(r"\%", "")  # what cron makes a %; a bare one would be a line end
    assert "%" not in unescaped
    assert line.endswith(" # briefing:n")


@pytest.mark.parametrize("code", [0, 3])
def test_shell_runs_the_line_and_logs_its_end(tmp_path: Path, code: int) -> None:
    folder = tmp_path / "it's 100% $HOME"
    folder.mkdir()
    line = schedules.cron_line(job(folder, "sh", "-c", f"pwd; exit {code}"))

    command = line.removeprefix("30 6 * * * ").replace(r"\%", "%")
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)

    log = (folder / "schedule.log").read_text()
    assert ran.returncode == code
    assert (ran.stdout, ran.stderr) == (b"", b"")
    assert log.startswith(f"{folder}\n")
    ended = schedules.last(log)
    assert ended is not None
    assert ended.code == code


# The crontab


def test_installing_twice_leaves_one_line(run: Command, table: Path) -> None:
    table.write_bytes(foreign)

    run("schedule", "articles", "--install")
    run("schedule", "articles", "--at", "07:45", "--install")

    lines = table.read_bytes().removeprefix(foreign).decode().splitlines()
    assert table.read_bytes().startswith(foreign)
    assert len(lines) == 1
    assert lines[0].startswith("45 7 * * * ")


def test_two_folders_of_briefs_have_a_line_each(run: Command, table: Path) -> None:
    run("schedule", "articles", "--install", "-o", "one")
    run("schedule", "articles", "--install", "-o", "two")
    run("schedule", "--remove", "-o", "one")

    assert table.read_text().count("\n") == 1
    assert "/two --wait 600; })" in table.read_text()


def test_removing_leaves_what_was_there(run: Command, table: Path) -> None:
    table.write_bytes(foreign)
    run("schedule", "articles", "--install")

    removed = run("schedule", "--remove")
    again = run("schedule", "--remove")

    assert table.read_bytes() == foreign
    assert removed.out == "removed\n"
    assert "no schedule" in again.out


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_foreign_lines_stay_byte_for_byte(before: bytes, behind: bytes) -> None:
    before += b"" if before.endswith(b"\n") or not before else b"\n"
    mine = b"0 0 * * * x # briefing:n\n"

    changed = schedules.in_crontab(before + mine + behind, "n", "1 1 * * * y # briefing:n")

    assert changed == before + b"1 1 * * * y # briefing:n\n" + behind
    assert schedules.in_crontab(before + mine + behind, "n") == before + behind


def test_crontab_that_is_refused_is_an_error(run: Command, table: Path) -> None:
    table.write_bytes(foreign)
    Path(f"{table}.broken").touch()

    refused = run("schedule", "articles", "--install")

    assert refused.code == 1
    assert refused.err == "briefing: crontab: bad minute; nothing was changed\n"
    assert table.read_bytes() == foreign


def test_unreadable_crontab_is_not_written_over(run: Command, table: Path) -> None:
    program = table.parent / "bin" / "crontab"
    program.write_text('#!/bin/sh\ntest "$1" = -l && { echo "not allowed" >&2; exit 1; }\ncat > x')

    refused = run("schedule", "articles", "--install")

    assert refused.code == 1
    assert "not allowed" in refused.err
    assert not Path("x").exists()


def test_no_cron_is_an_error_that_says_what_to_do(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    refused = run("schedule", "articles", "--install")

    assert refused.code == 1
    assert "install cron, or try --systemd" in refused.err


# Looking after it


@pytest.mark.usefixtures("table")
def test_status_says_how_it_went_and_when_it_goes_on(run: Command) -> None:
    run("schedule", "articles", "--at", "06:30", "--install")
    log = Path("out/schedule.log")
    log.write_text("x\nbriefing: ended 2024-05-16T06:31:00+00:00 with 0\nbriefing: skipped a.txt\n")
    with log.open("a") as file:
        file.write("briefing: ended 2024-05-17T06:32:00+00:00 with 3\n")

    said = run("schedule", "--status")

    assert said.code == 0
    assert "every day at 06:30, by crontab" in said.out
    assert "brief written, something was skipped (exit 3)" in said.out
    assert "2024-05-17" in said.out


@pytest.mark.usefixtures("table")
def test_status_says_why_a_run_failed_and_names_the_zone(
    run: Command, machine: Callable[[str], None]
) -> None:
    machine("Asia/Tokyo")
    run("schedule", "articles", "--install")
    Path("out/schedule.log").write_text(
        "briefing: the brief is written, but did not reach all: x refused the brief: 500\n"
        "briefing: ended 2024-05-17T06:32:00+00:00 with 1\n"
    )

    said = run("schedule", "--status").out

    assert "failed (exit 1): the brief is written, but did not reach all: x refused" in said
    assert "2024-05-17 15:32 JST" in said
    assert "06:30 JST\n" in said


@pytest.mark.usefixtures("table")
def test_status_of_nothing_is_1(run: Command) -> None:
    said = run("schedule", "--status")

    assert said.code == 1
    assert "none for" in said.out
    assert "none yet" in said.out


@pytest.mark.parametrize(
    ("now", "following"), [((6, 29), (17, 6, 30)), ((6, 30), (18, 6, 30)), ((23, 0), (18, 6, 30))]
)
def test_next_run_is_ahead(now: tuple[int, int], following: tuple[int, int, int]) -> None:
    found = schedules.following(time(6, 30), datetime(2024, 5, 17, *now))

    assert found == datetime(2024, 5, *following)


# systemd


def test_timer_makes_up_for_a_missed_day_and_knows_zones(
    run: Command, table: Path, tmp_path: Path
) -> None:
    words = ("schedule", "articles", "--systemd", "--zone", "Europe/Paris")
    installed = run(*words, "--install")
    folder = tmp_path / "no-settings/systemd/user"
    (timer,) = folder.glob("*.timer")

    assert installed.code == 0, installed.err
    assert "OnCalendar=*-*-* 06:30:00 Europe/Paris\nPersistent=true" in timer.read_text()
    assert f"--user enable --now {timer.name}" in Path(f"{table}.asked").read_text()
    assert "06:30 Europe/Paris, by systemd" in installed.out

    run("schedule", "--remove")

    assert list(folder.iterdir()) == []


def test_units_are_what_systemd_reads(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("there is no systemd-analyze here")
    folder = tmp_path / 'it\'s 100% \\ "new" $HOME'
    for name, text in schedules.units(job(folder, "echo", zone="Europe/Paris")).items():
        (tmp_path / name).write_text(text)

    checked = subprocess.run(
        ["systemd-analyze", "verify", "--user", *map(str, tmp_path.glob("briefing-*"))],
        capture_output=True,
        text=True,
        check=False,
        env={"XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )

    assert checked.returncode == 0, checked.stderr


def test_a_time_that_is_none_is_named() -> None:
    with pytest.raises(ConfigError, match="06:30"):
        schedules.clock("6.30")
