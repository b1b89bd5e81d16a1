"""Reads texts that users bring (editions, typed copies, quotations, other programs' readings) into witnesses.

A file from outside may be hostile: the pipeline reads it in a confined worker.
"""

from digitize.ingest.texts.read import read_text
from digitize.ingest.texts.reference_text import FORMATS_READ, ReferenceText, TextFormat

__all__ = ["FORMATS_READ", "ReferenceText", "TextFormat", "read_text"]
