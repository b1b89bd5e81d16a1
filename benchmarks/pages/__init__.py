"""Drawn pages of many kinds, with exact truth of their layout (see README.md)."""
