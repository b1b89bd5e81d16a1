"""PAGE: what the contract suite does not see."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from digitize.export.markup import clean
from digitize.export.page_terms import GRAPHIC_TYPES, LANGUAGES, REGIONS, SCRIPTS, TEXT_TYPES
from digitize.model.document import Document
from digitize.model.transcription import RegionKind
from tests.export import extractors
from tests.export.extractors import Files, parsed


def test_lines_and_regions_agree_with_their_words(rich: Document, files: Files) -> None:
    """The text of a line is its words joined by spaces, the text of a region its lines: tools read either."""
    texts = [clean(line.text) for page in rich.transcription.pages for line in page.lines]
    assert extractors.page_lines(files) == texts
    for root in parsed(files, "page/"):
        for region in root.iterfind(".//{*}TextRegion"):
            lines = [line.findtext("{*}TextEquiv/{*}Unicode") for line in region.iterfind("{*}TextLine")]
            own = region.findtext("{*}TextEquiv/{*}Unicode")
            assert (own or "").split("\n") == (lines or [""])


def test_repairs_are_kept_with_rule_and_old_form(files: Files) -> None:
    """A word that was repaired says by which rule, on which layer, from what."""
    first = parsed(files, "page/")[0]
    attribute = first.find(".//{*}Word[@id='p0001_r003_l001_w002']/{*}UserDefined/{*}UserAttribute")
    assert attribute is not None and attribute.get("name") == "repair"
    assert json.loads(attribute.get("value") or "") == {
        "rule": "homoglyph",
        "layer": "printed",
        "old": "ХIХ",
        "new": "XIX",
    }
    assert attribute.get("description") == "all letters have a Latin double"


def test_column_and_place_are_in_custom(files: Files) -> None:
    """A line carries its column and its place within it."""
    first = parsed(files, "page/")[0]
    line = first.find(".//{*}TextLine[@id='p0001_r008_l001']")
    assert line is not None
    assert line.get("custom") == "readingOrder {index:0;} structure {column:2; place:top;}"


def test_a_headline_names_its_columns(files: Files) -> None:
    """Over several columns, region and line say from which to which."""
    first = parsed(files, "page/")[0]
    region, line = (first.find(f".//*[@id='{id_}']") for id_ in ("p0001_r003", "p0001_r003_l001"))
    assert region is not None and line is not None
    assert region.get("custom") == "readingOrder {index:2;} structure {type:heading; columns:1-2;}"
    assert line.get("custom") == "readingOrder {index:0;} structure {columns:1-2; place:top;}"


def test_stamps_and_handwriting_are_graphics_that_keep_their_lines(files: Files) -> None:
    """PAGE has names for both among graphics; what was read in one stands in a text region inside."""
    graphics = list(parsed(files, "page/")[0].iterfind(".//{*}GraphicRegion"))
    assert [(g.get("type"), g.get("embText")) for g in graphics] == [
        ("handwritten-annotation", None),
        ("stamp", "true"),
    ]
    assert graphics[1].findtext("{*}TextRegion/{*}TextLine/{*}TextEquiv/{*}Unicode") == "АРХИВ"


def test_languages_and_scripts_at_every_level(files: Files) -> None:
    """Region and line name what most of their words are in, and the next after it; each word names its own."""
    first = parsed(files, "page/")[0]

    def stated(id_: str) -> dict[str, str]:
        element = first.find(f".//*[@id='{id_}']")
        assert element is not None
        return {str(k): str(v) for k, v in element.attrib.items() if re.search("anguage|Script", str(k))}

    both = {"primaryLanguage": "Russian", "primaryScript": "Cyrl - Cyrillic", "secondaryScript": "Latn - Latin"}
    assert stated("p0001_r005") == {**both, "secondaryLanguage": "French"}
    assert stated("p0001_r005_l002") == both
    assert stated("p0001_r005_l002_w003") == {"language": "French", "primaryScript": "Latn - Latin"}
    assert stated("p0001_r005_l001") == {"primaryLanguage": "Russian", "primaryScript": "Cyrl - Cyrillic"}


def test_the_skew_is_the_rotation_that_mends_it(files: Files) -> None:
    """Text leaning clockwise needs an anti-clockwise turn: negative in PAGE."""
    layout_page = parsed(files, "page/")[0].find("{*}Page")
    assert layout_page is not None and layout_page.get("orientation") == "-0.750"


def test_every_kind_of_region_has_a_place() -> None:
    """No kind of region is unknown to the exporter, and none has two places."""
    assert set(TEXT_TYPES) | set(REGIONS) == set(RegionKind)
    assert not set(TEXT_TYPES) & set(REGIONS)


@pytest.mark.parametrize(
    "terms", [LANGUAGES, SCRIPTS, TEXT_TYPES, GRAPHIC_TYPES], ids=["languages", "scripts", "types", "graphics"]
)
def test_terms_are_the_schemas_own(official_schemas: Path, terms: dict[str, str]) -> None:
    """Every name that the exporter may write is one that the schema lists."""
    schema = (official_schemas / "page/pagecontent-2019-07-15.xsd").read_text("utf-8")
    assert set(terms.values()) <= set(re.findall(r'<enumeration value="([^"]*)"', schema))
