"""Choosing claims within a budget; one file a method."""
