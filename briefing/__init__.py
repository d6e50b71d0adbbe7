"""Turn many news articles into a brief that a reader can check, sentence by sentence."""

__version__ = "0.1.0"
