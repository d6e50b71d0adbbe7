"""Texts to unit vectors; one file a model."""
