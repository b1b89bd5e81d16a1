"""PAGE's own terms for kinds of region, languages and scripts (enumerations of the 2019-07-15 schema)."""

from __future__ import annotations

from digitize.model.transcription import RegionKind

TEXT_TYPES = {
    RegionKind.HEADING: "heading",
    RegionKind.PARAGRAPH: "paragraph",
    RegionKind.HEADER: "header",
    RegionKind.FOOTER: "footer",
    RegionKind.PAGE_NUMBER: "page-number",
    RegionKind.CAPTION: "caption",
}
"""``type`` of a TextRegion."""

REGIONS = {
    RegionKind.IMAGE: "ImageRegion",
    RegionKind.TABLE: "TableRegion",
    RegionKind.SEPARATOR: "SeparatorRegion",
    RegionKind.STAMP: "GraphicRegion",
    RegionKind.HANDWRITING: "GraphicRegion",
}
"""Elements of regions that hold no lines by themselves."""

GRAPHIC_TYPES = {
    RegionKind.STAMP: "stamp",
    RegionKind.HANDWRITING: "handwritten-annotation",
}
"""``type`` of a GraphicRegion."""

SCRIPTS = {
    "Cyrl": "Cyrl - Cyrillic",
    "Latn": "Latn - Latin",
    "Latf": "Latf - Latin (Fraktur variant)",
    "Grek": "Grek - Greek",
}
"""By ISO 15924 code."""

LANGUAGES = {
    "bak": "Bashkir",
    "bel": "Belarusian",
    "bul": "Bulgarian",
    "ces": "Czech",
    "che": "Chechen",
    "chu": "Old Church Slavonic",
    "chv": "Chuvash",
    "dan": "Danish",
    "deu": "German",
    "ell": "Greek",
    "eng": "English",
    "epo": "Esperanto",
    "est": "Estonian",
    "fin": "Finnish",
    "fra": "French",
    "hrv": "Croatian",
    "hun": "Hungarian",
    "ita": "Italian",
    "kaz": "Kazakh",
    "kir": "Kyrgyz",
    "kom": "Komi",
    "kpv": "Komi",
    "lat": "Latin",
    "lav": "Latvian",
    "lit": "Lithuanian",
    "mkd": "Macedonian",
    "mon": "Mongolian",
    "nld": "Dutch",
    "nor": "Norwegian",
    "oss": "Ossetian",
    "pol": "Polish",
    "por": "Portuguese",
    "ron": "Romanian",
    "rus": "Russian",
    "slk": "Slovak",
    "slv": "Slovene",
    "spa": "Spanish",
    "srp": "Serbian",
    "swe": "Swedish",
    "tat": "Tatar",
    "tgk": "Tajik",
    "tur": "Turkish",
    "ukr": "Ukrainian",
}
"""By ISO 639-3 code; a language that is not here is left out of PAGE files."""
