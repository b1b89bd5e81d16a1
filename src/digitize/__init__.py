"""Digitize: scans in, searchable PDFs with aligned transcriptions out."""

__version__ = "0.1.0"
