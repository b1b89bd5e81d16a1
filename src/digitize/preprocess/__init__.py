"""Preparation of pages: straightening (geometry, before layout) and toning (threshold, light, scale; after it)."""
