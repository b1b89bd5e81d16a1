"""Files: originals, cache, whole-file writes, ids. Records come with the database (docs/architecture.md)."""
