"""Whatever is wrong: one line that says what to do, the right exit code, the rest still used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Command, Ran, seeds, spawn

from briefing import plugins
from briefing.renderers import json as json_format

prose = "The ministers met in Oslo on Tuesday and agreed to build a new bridge over the river."
page = f"<html><head><title>Bridge</title></head><body><article><p>{prose}</p></article></body>"
empty_page = "<html><body><nav><a href='/'>Home</a></nav><script>go()</script></body></html>"


def one_line(ran: Ran, code: int) -> str:
    """What was said, when it is one line of the right form with the right exit code."""
    assert ran.code == code, ran.err
    assert ran.err.startswith("briefing: ")
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err
    return ran.err.removeprefix("briefing: ").rstrip("\n")


def used(ran: Ran) -> dict[str, str]:
    """Path to bucket, from the brief that was printed."""
    return {entry.path: entry.bucket for entry in json_format.parse(ran.out).ledger}


def generate(run: Command, *words: str | Path) -> Ran:
    return run("generate", *words, "--format", "json", "-o", "-", "--date", "2024-05-17")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good article."""
    made = tmp_path / "articles"
    made.mkdir()
    (made / "good.txt").write_text(prose, "utf-8")
    return made


# --- nothing to read


def test_an_empty_folder_is_a_failure(run: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    said = one_line(generate(run, tmp_path / "empty"), 1)
    assert said.startswith("nothing to brief: ")


def test_a_missing_path_is_wrong_use(run: Command, folder: Path) -> None:
    said = one_line(generate(run, folder, "not-there"), 2)

    assert said == "not-there does not exist; give a folder or a file with articles"


@pytest.mark.parametrize("content", [empty_page.encode(), b"\x00\x01\x02", b"", b"Menu\n"])
def test_only_unusable_files_are_a_failure(run: Command, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "only.html").write_bytes(content)

    assert one_line(generate(run, tmp_path / "only.html"), 1).startswith("nothing to brief: ")


# --- something cannot be read, the rest is used

unusable = {
    "binary.txt": (b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 8, "not text"),
    "blank.txt": (b" \n\n", "no text"),
    "no-text.html": (empty_page.encode(), "no text"),
    "odd.jsonl": (b'{"title": "only"}\n', "no text"),
    "menu.txt": (b"Menu\n", "no text"),
}


@pytest.mark.parametrize("name", unusable)
def test_a_file_that_cannot_be_used_is_named_and_the_rest_is_used(
    run: Command, folder: Path, name: str
) -> None:
    content, bucket = unusable[name]
    (folder / name).write_bytes(content)
    ran = generate(run, folder)

    assert one_line(ran, 3).startswith(f"skipped {name}")
    buckets = used(ran)
    assert buckets.pop("good.txt") == "used"
    assert list(buckets.values()) == [bucket]


def test_a_broken_line_costs_no_other(run: Command, tmp_path: Path) -> None:
    good = [json.dumps({"text": f"{prose} It cost {n} million."}) for n in (1, 2)]
    (tmp_path / "news.jsonl").write_text(f'{good[0]}\n{{"text": "cut\n{good[1]}\n', "utf-8")
    ran = generate(run, tmp_path / "news.jsonl")

    assert one_line(ran, 3).startswith("skipped news.jsonl:2: not JSON: ")
    assert used(ran) == {
        "news.jsonl:1": "used",
        "news.jsonl:2": "unreadable",
        "news.jsonl:3": "used",
    }


def test_each_skipped_input_has_its_line(run: Command, folder: Path) -> None:
    for name, (content, _) in unusable.items():
        (folder / name).write_bytes(content)
    ran = generate(run, folder)

    lines = ran.err.splitlines()
    assert ran.code == 3
    assert len(lines) == len(unusable)
    assert all(line.startswith("briefing: skipped ") for line in lines)
    assert sorted(used(ran).values()).count("used") == 1


def test_quiet_says_nothing_of_what_was_skipped(run: Command, folder: Path) -> None:
    (folder / "binary.txt").write_bytes(b"\x00\x01")
    ran = generate(run, folder, "-q")

    assert (ran.code, ran.err) == (3, "")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_a_text_with_a_byte_order_mark_is_read(run: Command, tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (tmp_path / "news.txt").write_bytes((mark + prose).encode(encoding))
    ran = generate(run, tmp_path / "news.txt")

    assert (ran.code, ran.err) == (0, "")
    brief = json_format.parse(ran.out)
    assert [point.text for point in brief.noted] == [prose]


def test_other_files_of_a_folder_are_no_fault(run: Command, folder: Path) -> None:
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "copy.txt").write_text(prose, "utf-8")
    ran = generate(run, folder)

    assert (ran.code, ran.err) == (0, "")
    assert used(ran) == {"copy.txt": "used", "good.txt": "duplicate", "photo.jpg": "other format"}


def test_a_name_with_a_newline_stays_on_one_line(run: Command, folder: Path) -> None:
    (folder / "two\nlines\x1b[31m.txt").write_bytes(b"\x00\x01")

    said = one_line(generate(run, folder), 3)
    assert "\x1b" not in said


@pytest.mark.parametrize("command", ["topics", "sentences", "claims", "topic"])
def test_every_command_that_reads_says_what_it_skipped(
    run: Command, folder: Path, command: str
) -> None:
    (folder / "binary.txt").write_bytes(b"\x00\x01")
    (folder / "more.txt").write_text("Farmers in the north lost a third of their wheat.", "utf-8")
    ran = run(command, *(["bridge"] if command == "topic" else []), folder)

    assert one_line(ran, 3).startswith("skipped binary.txt: ")
    assert ran.out


# --- an option that cannot be followed

wrong_options = {
    ("--topic", "enrgy"): "no topic named 'enrgy'; did you mean energy?",
    ("--selector", "covrage"): "no selector named 'covrage'; did you mean coverage?",
    ("--selector", "_sumy"): "no selector named '_sumy'",
    ("--embedder", "minilmm"): "no embedder named 'minilmm'; did you mean minilm?",
    ("--embedder", "minilm:big"): "minilm takes no name ('big')",
    ("--embedder", "onnx"): "onnx needs a folder",
    ("--embedder", "onnx:nowhere"): "nowhere/model.onnx: no such model file",
    ("--format", "odt"): "no renderer named 'odt'; choose from",
    ("--format", "md,"): "no renderer named ''",
    ("--date", "17.05.2024"): "'17.05.2024' is not a day; write it as 2024-05-17",
    ("--date", "2024-02-30"): "'2024-02-30' is not a day",
    ("--length", "0"): "length 0 is not between 0.1 and 20",
    ("--length", "nan"): "length nan is not between 0.1 and 20",
    ("--length", "long"): "Invalid value for '--length'",
    ("--threads", "-1"): "threads -1 is not between 0 and 256",
    ("--template", "none.md.j2"): "none.md.j2: no such template",
    ("--config", "none.toml"): "none.toml: no such file; make one with: briefing init",
    ("--lenght", "2"): "No such option: --lenght",
}


@pytest.mark.parametrize("option", wrong_options, ids=" ".join)
def test_an_option_that_cannot_be_followed_is_wrong_use(
    run: Command, folder: Path, tmp_path: Path, option: tuple[str, str]
) -> None:
    ran = run("generate", folder, *option)

    assert one_line(ran, 2).startswith(wrong_options[option])
    assert ran.out == ""
    assert not (tmp_path / "out").exists()


def test_an_unknown_plugin_message_lists_the_choices(run: Command, folder: Path) -> None:
    said = one_line(run("generate", folder, "--selector", "magic"), 2)

    assert all(name in said for name in plugins.names("selectors"))


wrong_settings = {
    "lenght = 2": "unknown key 'lenght'; did you mean length?",
    "[[topics]]\nnmae = 'x'": "[[topics]]: unknown key 'nmae'; did you mean name?",
    "[[topics]]\ndescription = 'x'": "topics[0] needs a name",
    "[[topics]]\nname = ''": "topic names must differ and not be empty: ''",
    "[[sources]]\npth = 'x'": "[[sources]]: unknown key 'pth'; did you mean path?",
    "length = 'long'": "length must be a number, not text in quotes",
    "length = 100": "length 100 is not between 0.1 and 20",
    "selector = 'magic'": "no selector named 'magic'",
    "formats = ['odt']": "no renderer named 'odt'",
    "x = ": "Invalid value (at ",
    "topics = 5": "topics must be a list, not a whole number",
    "topics = [1]": "topics[0] must be a table, not a whole number",
}


@pytest.mark.parametrize("text", wrong_settings)
def test_settings_that_cannot_be_followed_are_wrong_use(
    run: Command, folder: Path, tmp_path: Path, text: str
) -> None:
    (tmp_path / "briefing.toml").write_text(text, "utf-8")
    ran = run("generate", folder)

    assert wrong_settings[text] in one_line(ran, 2)
    assert ran.out == ""


@pytest.mark.parametrize("content", [b"\xff\xfe", b"title = '\xe9'"])
def test_settings_that_are_no_utf8_are_wrong_use(
    run: Command, folder: Path, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "briefing.toml").write_bytes(content)

    assert one_line(run("generate", folder), 2).startswith("briefing.toml: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ brief.magic }}", "t.md.j2, line 1: "),
        ("\n{% if %}", "t.md.j2, line 2: "),
        ("{{ 1 / 0 }}", "t.md.j2"),
        ("{% include 'none.j2' %}", "none.j2"),
    ],
)
def test_a_broken_template_is_wrong_use(
    run: Command, folder: Path, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "t.md.j2").write_text(text, "utf-8")
    ran = run("generate", folder, "--template", "t.md.j2")

    assert said in one_line(ran, 2)
    assert not (tmp_path / "out").exists()


def test_a_template_for_no_chosen_format_is_wrong_use(
    run: Command, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "t.j2").write_text("x", "utf-8")

    said = one_line(run("generate", folder, "--template", "t.j2"), 2)
    assert said == "t.j2: name it NAME.FORMAT.j2, or give one --format"


def test_a_place_that_cannot_be_written_is_a_failure(run: Command, folder: Path) -> None:
    said = one_line(run("generate", folder, "-o", folder / "good.txt"), 1)

    assert said.endswith("Not a directory")


@pytest.mark.parametrize("words", ["", "the", "?!"])
def test_a_topic_without_a_word_is_wrong_use(run: Command, folder: Path, words: str) -> None:
    assert one_line(run("topic", words, folder), 2).startswith("a topic needs at least one word")


# --- a command used wrongly


def test_an_unknown_command_is_wrong_use(run: Command) -> None:
    assert one_line(run("genrate", seeds), 2).startswith("No such command 'genrate'")


@pytest.mark.parametrize("command", ["topic", "topics", "verify", "explain"])
def test_a_command_without_its_arguments_is_wrong_use(run: Command, command: str) -> None:
    assert one_line(run(command), 2).startswith("Missing argument")


def test_generate_with_nothing_to_brief_is_wrong_use(run: Command, tmp_path: Path) -> None:
    assert one_line(run("generate"), 2).startswith("there is nothing to brief: give a folder")
    assert not (tmp_path / "out").exists()


def test_no_command_shows_how_to_begin(run: Command) -> None:
    ran = run()

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Usage: briefing ")
    assert "Examples:" in ran.err


@pytest.mark.parametrize("command", ["verify", "explain"])
def test_a_brief_that_is_not_there_is_wrong_use(run: Command, command: str) -> None:
    said = one_line(run(command, "nowhere/brief.json"), 2)

    assert said == "nowhere/brief.json: no such brief; generate one with --format json"


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff\xfe", b"not json"])
@pytest.mark.parametrize("command", ["verify", "explain"])
def test_what_is_no_brief_is_a_failure(
    run: Command, tmp_path: Path, command: str, content: bytes
) -> None:
    (tmp_path / "brief.json").write_bytes(content)

    assert one_line(run(command, "brief.json"), 1).startswith("brief.json: ")


# --- the same in a process of its own


@pytest.mark.parametrize(
    ("words", "code"), [(("generate", "nowhere"), 2), (("generate", "empty"), 1)]
)
def test_a_process_ends_with_the_code_and_one_line(
    tmp_path: Path, words: tuple[str, ...], code: int
) -> None:
    (tmp_path / "empty").mkdir()

    one_line(spawn(*words, cwd=tmp_path), code)


def test_a_process_that_skipped_something_ends_with_three(folder: Path, tmp_path: Path) -> None:
    (folder / "binary.txt").write_bytes(b"\x00\x01")
    ran = spawn("generate", folder, "--date", "2024-05-17", cwd=tmp_path)

    one_line(ran, 3)
    assert len(ran.out.splitlines()) == 4
