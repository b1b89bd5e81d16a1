"""Turns files that users drop into decoded pages: found, identified, guarded against, rasterised, named.

Everything here runs in one process and may meet hostile files: the pipeline runs it in confined children.
"""

from digitize.ingest.canonical import CanonicalFile, canonical_image_file
from digitize.ingest.collect import Candidate, Collection, collect
from digitize.ingest.decode import decode_page
from digitize.ingest.identify import identify
from digitize.ingest.names import printable, slug
from digitize.ingest.pdf import page_text_kind
from digitize.ingest.pdf_text import page_own_text, page_words
from digitize.ingest.proposals import propose_from_name
from digitize.ingest.sidecar import read_sidecar

__all__ = [
    "Candidate",
    "CanonicalFile",
    "Collection",
    "canonical_image_file",
    "collect",
    "decode_page",
    "identify",
    "page_own_text",
    "page_text_kind",
    "page_words",
    "printable",
    "propose_from_name",
    "read_sidecar",
    "slug",
]
