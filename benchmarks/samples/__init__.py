"""Sample scans made by the project: seeded pages in period style, with exact truth (see README.md)."""
