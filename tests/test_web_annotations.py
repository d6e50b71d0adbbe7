"""The citations of a brief as Web Annotations: complete, true, and valid by the W3C's model.

What the model and the vocabulary demand (MUST, and how many of each) is written out here, and
checked on the graph that a JSON-LD processor makes of each line; so a term that its context does
not know would be missed.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from conftest import Command, seeds
from pyld import jsonld

from briefing import evidence, load_articles, web_annotations
from briefing.anchoring import normalised
from briefing.models import Article, Brief
from briefing.renderers import json as json_format

day = "2024-05-17"
base = f"https://briefs.example/out/{day}/evidence.jsonl"
oa, dcterms, schema = (
    "http://www.w3.org/ns/oa#",
    "http://purl.org/dc/terms/",
    "http://schema.org/",
)
links = {  # terms of the context whose values are IRIs
    "body": f"{oa}hasBody",
    "target": f"{oa}hasTarget",
    "source": f"{oa}hasSource",
    "selector": f"{oa}hasSelector",
    "conformsTo": f"{dcterms}conformsTo",
}
names = {"motivation": f"{oa}motivatedBy", "purpose": f"{oa}hasPurpose"}  # and of its vocabulary
literals = {
    "exact": f"{oa}exact",
    "prefix": f"{oa}prefix",
    "suffix": f"{oa}suffix",
    "start": f"{oa}start",
    "end": f"{oa}end",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
}
classes = {
    **dict.fromkeys(("Annotation", "TextualBody", "TextQuoteSelector"), oa),
    **dict.fromkeys(("TextPositionSelector", "FragmentSelector", "linking", "identifying"), oa),
    "Text": "http://purl.org/dc/dcmitype/",
}
context = {  # of http://www.w3.org/ns/anno.jsonld, what is used here
    "id": "@id",
    "type": "@type",
    "dcterms": dcterms,
    "schema": schema,
    **literals,
    **{name: f"{start}{name}" for name, start in classes.items()},
    **{name: {"@id": iri, "@type": "@id"} for name, iri in links.items()},
    **{name: {"@id": iri, "@type": "@vocab"} for name, iri in names.items()},
}


def known_context(url: str, _options: object) -> dict[str, Any]:
    assert url == "http://www.w3.org/ns/anno.jsonld"
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": context}}


@pytest.fixture
def written(run: Command, tmp_path: Path) -> Path:
    assert run("generate", seeds, "--date", day).code == 0
    return tmp_path / "out" / day


def lines(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "evidence.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def brief_of(folder: Path) -> Brief:
    return json_format.parse((folder / "brief.json").read_text("utf-8"))


def graph(line: dict[str, Any]) -> dict[str, Any]:
    """An annotation as a processor of JSON-LD reads it."""
    (node,) = jsonld.expand(line, {"base": base, "documentLoader": known_context})
    return dict(node)


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every node of an expanded annotation."""
    if isinstance(value, list):
        yield from chain.from_iterable(map(nodes, value))
    elif isinstance(value, dict) and "@value" not in value:
        yield value
        yield from chain.from_iterable(map(nodes, value.values()))


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        yield from chain.from_iterable(map(keys, value))
    elif isinstance(value, dict):
        yield from value
        yield from chain.from_iterable(map(keys, value.values()))


def only(node: dict[str, Any], term: str) -> Any:
    (value,) = node[literals.get(term) or links[term]]
    return value.get("@value", value.get("@id"))


def check_selector(node: dict[str, Any]) -> None:
    """Section 4.2: which properties a selector must have, and how many of each."""
    (kind,) = node["@type"]
    match kind.removeprefix(oa):
        case "TextQuoteSelector":
            assert all(isinstance(only(node, t), str) for t in ("exact", "prefix", "suffix"))
        case "TextPositionSelector":
            start, end = only(node, "start"), only(node, "end")
            assert isinstance(start, int)
            assert isinstance(end, int)
            assert 0 <= start < end
        case "FragmentSelector":
            assert only(node, "value")
            assert only(node, "conformsTo") == "http://tools.ietf.org/rfc/rfc3236"
        case other:
            pytest.fail(f"no selector of the model: {other}")


def check_annotation(line: dict[str, Any]) -> None:
    """Sections 3 and 4: what an annotation, its bodies and its targets must have."""
    assert line["@context"] == "http://www.w3.org/ns/anno.jsonld"  # one is a string
    node = graph(line)
    assert node["@type"] == [f"{oa}Annotation"]
    assert urlsplit(node["@id"]).scheme
    assert node[names["motivation"]] == [{"@id": f"{oa}linking"}]
    external, textual = node[links["body"]]
    assert urlsplit(external["@id"]).scheme == "https"
    assert isinstance(only(textual, "value"), str)
    for target in node[links["target"]]:
        assert len(target[links["source"]]) == 1
        assert urlsplit(target[links["source"]][0]["@id"]).scheme
        for selector in target[links["selector"]]:
            check_selector(selector)


def test_every_line_is_a_valid_annotation(written: Path) -> None:
    made = lines(written)

    assert len(made) > 20
    for line in made:
        check_annotation(line)


def test_every_term_is_one_of_the_vocabulary(written: Path) -> None:
    """What the context does not define would be left out of the graph."""
    for line in lines(written):
        own = Counter(key for key in keys(line) if key not in ("@context", "id", "type"))
        read = Counter(key for node in nodes(graph(line)) for key in node if key[0] != "@")
        assert own.total() == read.total()
        types = [kind for node in nodes(graph(line)) for kind in node.get("@type", ())]
        assert not [kind for kind in types if kind.startswith("https://briefs.example")]


def test_every_iri_is_absolute_once_it_is_resolved(written: Path) -> None:
    for node in chain.from_iterable(nodes(graph(line)) for line in lines(written)):
        if "@id" in node:
            assert re.fullmatch(r"[a-z]+:[!-~]+", node["@id"])


def test_ids_differ_and_stay_the_same(run: Command, written: Path) -> None:
    before = [line["id"] for line in lines(written)]
    run("generate", seeds, "--date", day)

    assert len(set(before)) == len(before)
    assert [line["id"] for line in lines(written)] == before


def test_ids_are_of_one_brief_and_one_file(run: Command, written: Path, tmp_path: Path) -> None:
    """Other formats are another body; other articles are another brief of the same title."""
    copied = shutil.copytree(seeds, tmp_path / "more")
    (copied / "more.txt").write_text("The mayor opened a bridge in Torhaven on Monday.", "utf-8")
    run("generate", seeds, "--date", day, "-o", "plain", "--format", "md,json")
    run("generate", copied, "--date", day, "-o", "more")
    folders = [written, *tmp_path.glob(f"plain/{day}"), *tmp_path.glob(f"more/{day}")]
    ids = [line["id"] for folder in folders for line in lines(folder)]

    assert len(folders) == 3
    assert len(set(ids)) == len(ids)


def test_a_format_of_any_suffix_has_annotations(written: Path) -> None:
    made = web_annotations.lines(brief_of(written), "brief.odt").splitlines()

    assert {json.loads(line)["body"][0]["format"] for line in made} == {"application/octet-stream"}


def test_every_citation_has_a_line_and_every_line_is_a_passage(written: Path) -> None:
    brief = brief_of(written)
    cited = [c for point in evidence.points(brief) for c in point.citations]
    cited += [point.lead_in for point in evidence.points(brief) if point.lead_in]
    cited += [citation for _, citation, _ in evidence.told(brief)]
    texts = {item.id: item.text for item in load_articles(seeds) if isinstance(item, Article)}
    places = {str(seeds / record.path): record.article_id for record in brief.sources}

    found = set()
    for line in lines(written):
        target = line["target"][0]
        quote, position = target["selector"]
        article = places[str((written / target["source"]["id"]).resolve())]
        start, end = position["start"], position["end"]
        assert texts[article][start:end] == quote["exact"]
        assert texts[article][:start].endswith(quote["prefix"])
        assert texts[article][end:].startswith(quote["suffix"])
        found.add((article, start, end))
    assert {(c.article_id, c.start, c.end) for c in cited} <= found


def test_bodies_and_pages_lead_to_what_is_there(written: Path) -> None:
    html = (written / "brief.html").read_text("utf-8")
    for line in lines(written):
        file, _, anchor = line["body"][0]["id"].partition("#")
        page = line["target"][1]
        fragment = page["selector"]["value"]
        assert file == "brief.html"
        assert f'id="{anchor}"' in html
        assert f'id="{fragment}"' in (written / page["source"]["id"]).read_text("utf-8")


def test_hashes_are_those_of_the_texts(written: Path) -> None:
    texts = [item.text for item in load_articles(seeds) if isinstance(item, Article)]
    hashes = {
        tuple(hashlib.sha256(form.encode()).hexdigest() for form in (text, normalised(text)))
        for text in texts
    }
    for line in lines(written):
        forms = line["target"][0]["source"]["dcterms:hasFormat"]
        assert tuple(form["schema:sha256"] for form in forms) in hashes


def test_an_article_of_the_web_is_named_by_its_address(run: Command, tmp_path: Path) -> None:
    text = "The ministers met in Oslo on Tuesday and agreed to build a new bridge over the river."
    article = {"text": text, "url": "https://example.org/a b?x=1"}
    articles = [article | {"url": "https://example.org/bridge?x=1"}, {"text": f"{text} Again."}]
    (tmp_path / "näher dran.jsonl").write_text("\n".join(map(json.dumps, articles)), "utf-8")
    run("generate", "näher dran.jsonl", "--date", day)

    sources = {line["target"][0]["source"]["id"] for line in lines(tmp_path / "out" / day)}
    assert sources <= {"https://example.org/bridge?x=1", "../../n%C3%A4her%20dran.jsonl"}
    assert all(re.fullmatch(r"[!-~]+", urljoin(base, source)) for source in sources)


def test_without_pages_there_are_no_annotations(run: Command, tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").write_text("pages = false\n", "utf-8")
    run("generate", seeds, "--date", day)

    assert not (tmp_path / "out" / day / "evidence.jsonl").exists()
