"""What everything is made of: geometry, pages, transcriptions, source references, provenance. Pure and frozen."""
