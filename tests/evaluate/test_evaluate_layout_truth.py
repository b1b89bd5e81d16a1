"""Layout truth of other tools, in files that the tests write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from digitize.errors import InputError
from digitize.evaluate.ground_truth import TruthPage, read_ground_truth
from digitize.evaluate.layout_truth import read_layout_truth
from digitize.evaluate.normalisation import Convention
from digitize.evaluate.page_layout import PageLayout
from digitize.model.geometry import Box

PAGE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"


def read(
    folder: Path, content: str, *, suffix: str = ".gt.xml", size: tuple[int, int] = (1000, 800), **image: Any
) -> PageLayout:
    """The layout of a page whose truth has this content."""
    Image.new("1", size).save(folder / "p.tif", **image)
    (folder / f"p{suffix}").write_text(content, encoding="utf-8")
    truth = TruthPage("s", "p", folder / "p.tif", 0, "", layout=folder / f"p{suffix}", convention=Convention.MARKS)
    layout = read_layout_truth(truth)
    assert layout is not None
    return layout


def page_xml(body: str, attributes: str = 'imageWidth="1000" imageHeight="800"') -> str:
    """A PAGE file."""
    return f'<?xml version="1.0"?><PcGts xmlns="{PAGE}"><Page {attributes}>{body}</Page></PcGts>'


def page_region(name: str, *lines: str) -> str:
    """A region with its own text behind its lines, as tools write it."""
    equivalent = "<TextEquiv><Unicode>all of it</Unicode></TextEquiv>"
    coords = '<Coords points="0,0 900,0 900,700 0,700"/>'
    return f'<TextRegion id="{name}">{coords}{"".join(lines)}{equivalent}</TextRegion>'


def page_line(text: str, x0: int, y0: int, x1: int, y1: int, more: str = "") -> str:
    """A line with its outline."""
    coords = f'<Coords points="{x0},{y0} {x1},{y0} {x1},{y1} {x0},{y1}"/>'
    return f"<TextLine>{coords}{more}<TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine>"


def test_page_regions_come_in_reading_order(tmp_path: Path) -> None:
    """By index, groups within groups too; regions that the order forgets come last, those without lines not at all."""
    order = """<ReadingOrder><OrderedGroup id="o"><RegionRefIndexed index="2" regionRef="c"/>
        <UnorderedGroupIndexed id="u" index="1"><RegionRef regionRef="a"/></UnorderedGroupIndexed>
        <RegionRefIndexed index="0" regionRef="b"/><RegionRefIndexed index="3" regionRef="gone"/></OrderedGroup></ReadingOrder>"""
    regions = [page_region(n, page_line(n, 10, 10 + 50 * i, 400, 40 + 50 * i)) for i, n in enumerate("dabc")]
    layout = read(tmp_path, page_xml(order + "".join(regions) + page_region("empty")))
    assert [line.text for line in layout.lines] == ["b", "a", "c", "d"]
    assert [line.region for line in layout.lines] == [0, 1, 2, 3]
    assert layout.lines[0].box == Box(10, 110, 400, 140)
    assert layout.blocks


def test_page_of_another_size_is_scaled(tmp_path: Path) -> None:
    """The file's stated size is what its figures are in; the image may be a reduced copy."""
    body = page_region("r", page_line("x", 20, 40, 800, 80, '<Baseline points="20,70 800,148"/>'))
    layout = read(tmp_path, page_xml(body, 'imageWidth="2000" imageHeight="1600"'))
    assert layout.lines[0].box == Box(10, 20, 400, 40)
    assert layout.lines[0].slope == pytest.approx(0.1)


def test_page_before_2013_has_points_as_elements(tmp_path: Path) -> None:
    """Lines without a text of their own have that of their words, which have places."""
    word = '<Word><Coords><Point x="10" y="10"/><Point x="90" y="40"/></Coords><TextEquiv><Unicode>{}</Unicode></TextEquiv></Word>'
    body = f'<TextRegion id="r"><TextLine>{word.format("рожь")}{word.format("мир")}</TextLine></TextRegion>'
    layout = read(tmp_path, page_xml(body, ""))
    assert layout.lines[0].text == "рожь мир"
    assert layout.lines[0].box == Box(10, 10, 90, 40)
    assert [(w.text, w.script) for w in layout.lines[0].words] == [("рожь", "Cyrl"), ("мир", "Cyrl")]


ALTO = """<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description>{unit}</Description><Layout>
    <Page {size}><PrintSpace>{blocks}</PrintSpace></Page></Layout></alto>"""
UNIT = "<MeasurementUnit>{}</MeasurementUnit>"


def alto(blocks: str, unit: str = "", size: str = 'WIDTH="1000" HEIGHT="800"') -> str:
    """An ALTO file."""
    return ALTO.format(unit=unit, size=size, blocks=blocks)


LINE = '<TextLine {}HPOS="{}" VPOS="{}" WIDTH="{}" HEIGHT="{}">{}</TextLine>'
STRINGS = (
    '<String CONTENT="раз" HPOS="10" VPOS="20" WIDTH="50" HEIGHT="30"/><SP/><String CONTENT="два"/><HYP CONTENT="-"/>'
)


def test_alto_lines_with_and_without_units(tmp_path: Path) -> None:
    """No unit, and pixels, are pixels; composed blocks are looked into; a hyphen belongs to its word."""
    block = f'<ComposedBlock><TextBlock HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9">{LINE.format("", 10, 20, 300, 30, STRINGS)}</TextBlock></ComposedBlock>'
    for unit in ("", UNIT.format("pixel"), UNIT.format(" Pixel ")):
        layout = read(tmp_path, alto(block, unit))
        assert (layout.lines[0].text, layout.lines[0].box) == ("раз два-", Box(10, 20, 310, 50))
        assert [w.text for w in layout.lines[0].words] == ["раз"], "only words with a place of their own"
    assert layout.blocks


def test_alto_polygons_and_baselines(tmp_path: Path) -> None:
    """The outline goes before the box; a baseline leans, an older one is a height; a block without a place is none."""
    shape = '<Shape><Polygon POINTS="20 30 400 36 400 66 20 60"/></Shape><String CONTENT="текст"/>'
    lines = LINE.format('BASELINE="20 55 400 61" ', 0, 0, 999, 99, shape) + LINE.format(
        'BASELINE="90" ', 5, 70, 50, 20, ""
    )
    layout = read(tmp_path, alto(f"<TextBlock>{lines}</TextBlock>"))
    assert layout.lines[0].box == Box(20, 30, 400, 66)
    assert layout.lines[0].slope == pytest.approx(6 / 380)
    assert (layout.lines[1].slope, layout.lines[1].text) == (0, "")
    assert not layout.blocks, "its one region was made for the format's sake"


@pytest.mark.parametrize(("stated", "scale"), [((600, 600), 600), ((1, 1), 300), (None, 300)])
def test_alto_in_tenths_of_millimetres(tmp_path: Path, stated: tuple[int, int] | None, scale: int) -> None:
    """Without a size of the page the image's resolution counts where it is one, else 300 dpi; with a size, that."""
    block = f"<TextBlock>{LINE.format('', 127, 127, 127, 25.4, STRINGS)}</TextBlock>"
    given: dict[str, Any] = {"dpi": stated} if stated else {}
    layout = read(tmp_path, alto(block, UNIT.format("mm10"), ""), size=(2000, 2000), **given)
    inches = Box(scale // 2, scale // 2, scale, scale // 2 + scale // 10)
    assert layout.lines[0].box == inches
    sized = read(tmp_path, alto(block, UNIT.format("mm10"), 'WIDTH="2540" HEIGHT="2540"'), size=(2000, 2000))
    assert sized.lines[0].box == Box(100, 100, 200, 120)


def test_several_pages_in_one_file(tmp_path: Path) -> None:
    """The page of the image's frame is taken; one page is taken for every frame."""
    text = alto(f"<TextBlock>{LINE.format('', 10, 10, 50, 20, STRINGS)}</TextBlock>")
    page_element = text[text.index("<Page") : text.index("</Page>") + 7]
    two = text.replace("</Layout>", page_element.replace('HPOS="10" VPOS="10"', 'HPOS="60" VPOS="10"') + "</Layout>")
    Image.new("1", (1000, 800)).save(tmp_path / "p.tif", save_all=True, append_images=[Image.new("1", (1000, 800))] * 2)
    (tmp_path / "p.xml").write_text(two, encoding="utf-8")
    found = []
    for frame in (0, 1):
        truth = TruthPage("s", "p", tmp_path / "p.tif", frame, "", layout=tmp_path / "p.xml")
        layout = read_layout_truth(truth)
        assert layout is not None
        found.append(layout.lines[0].box.x0)
    assert found == [10, 60]
    third = TruthPage("s", "p", tmp_path / "p.tif", 2, "", layout=tmp_path / "p.xml")
    with pytest.raises(InputError, match="page 3 is not among its 2 pages"):
        read_layout_truth(third)


def test_lists_of_lines(tmp_path: Path) -> None:
    """Lines of a block are a region, in the order in which blocks come; columns are found from where they stand."""
    rows = [("b", 500), ("b", 540), ("a", 100), ("a", 140), ("b", 580)]
    lines = [
        {
            "id": str(n),
            "bbox": [50 if block == "a" else 550, y, 450 if block == "a" else 950, y + 30],
            "block": block,
            "text": str(n),
        }
        for n, (block, y) in enumerate(rows)
    ]
    layout = read(tmp_path, json.dumps(lines), suffix=".gt.json")
    assert [line.text for line in layout.lines] == ["0", "1", "4", "2", "3"]
    assert [line.column for line in layout.lines] == [2, 2, 2, 1, 1]


DRAWN = {
    "width": 1000,
    "height": 800,
    "regions": [
        {"kind": "image", "column": 1, "box": [0, 0, 9, 9], "lines": []},
        {
            "kind": "paragraph",
            "column": 2,
            "box": [500, 100, 900, 200],
            "lines": [
                {
                    "text": "с л о в о да",
                    "column": 2,
                    "box": [500, 100, 900, 130],
                    "baseline": [[500, 125], [700, 126], [900, 129]],
                    "words": [
                        {"text": t, "box": [500 + 40 * i, 100, 530 + 40 * i, 130]}
                        for i, t in enumerate([*"слово", "да"])
                    ],
                    "letterspaced": [{"first": 0, "end": 5, "text": "слово"}],
                }
            ],
        },
    ],
}


def test_drawn_pages_say_it_all(tmp_path: Path) -> None:
    """Stated columns are kept, letterspaced words are closed up, regions without lines are left out."""
    layout = read(tmp_path, json.dumps(DRAWN), suffix=".json")
    (line,) = layout.lines
    assert (line.column, line.region) == (2, 0)
    assert line.slope == pytest.approx(0.01)
    assert [(word.text, word.box) for word in line.words] == [
        ("слово", Box(500, 100, 690, 130)),
        ("да", Box(700, 100, 730, 130)),
    ]


def test_drawn_pages_need_no_text_beside_them(tmp_path: Path) -> None:
    """``truth/NAME.json`` alone is truth of text and layout; with a text beside it, that is the text."""
    (tmp_path / "truth").mkdir()
    for name in ("one", "two"):
        Image.new("1", (1000, 800)).save(tmp_path / f"{name}.png")
        (tmp_path / "truth" / f"{name}.json").write_text(json.dumps(DRAWN), encoding="utf-8")
    (tmp_path / "truth" / "two.gt.txt").write_text("other", encoding="utf-8")
    one, two = read_ground_truth(tmp_path)
    assert (one.text, one.image.name, two.text) == ("с л о в о да", "one.png", "other")
    assert one.layout is not None and two.layout is not None
    (tmp_path / "truth" / "one.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(InputError, match=r"one\.json: truth not understood"):
        read_ground_truth(tmp_path)


def test_marks_of_handwriting_are_no_text(tmp_path: Path) -> None:
    """A line of nothing but marks was not typed; marks inside a line stay for the text's own normalisation."""
    body = page_region(
        "r", page_line("~~~ ~~~", 10, 10, 90, 40), page_line("a ~~~", 10, 60, 90, 90), page_line("", 10, 110, 90, 140)
    )
    assert [line.text for line in read(tmp_path, page_xml(body)).lines] == ["", "a ~~~", ""]


@pytest.mark.parametrize(
    ("content", "suffix", "said"),
    [
        ("<alto", ".gt.xml", "not XML"),
        ("<html/>", ".gt.xml", "neither PAGE nor ALTO but <html>"),
        (alto("", UNIT.format("furlong")), ".gt.xml", "measurement unit 'furlong'"),
        (alto("", size='WIDTH="tall" HEIGHT="9"'), ".gt.xml", "could not convert"),
        (f'<PcGts xmlns="{PAGE}"/>', ".gt.xml", "page 1 is not among its 0 pages"),
        (page_xml("", 'imageWidth="800" imageHeight="1000"'), ".gt.xml", "stated as 800 x 1000, the image is 1000 x 800"),
        (page_xml(page_region("r", page_line("x", 10, 10, 3000, 40)), ""), ".gt.xml", "outside the image of 1000 x 800"),
        ("{", ".gt.json", "layout truth not understood"),
        ('{"regions": 7}', ".gt.json", "not a known form"),
        ('[{"text": "no box"}]', ".gt.json", "not a known form"),
        (json.dumps(DRAWN).replace('"column": 2', '"column": "2"'), ".json", "not a known form"),
        pytest.param("[" * 100_000, ".gt.json", "layout truth not understood", id="nested without end"),
    ],
)  # fmt: skip
def test_truth_that_is_none_is_named(tmp_path: Path, content: str, suffix: str, said: str) -> None:
    """The error names the file and says what is wrong with it."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, content, suffix=suffix)
    assert said in str(caught.value)
    assert f"p{suffix}" in str(caught.value)
    assert caught.value.hint


def test_an_image_or_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """A page of truth whose image is none, or has no such frame, or whose file is gone."""
    (tmp_path / "p.xml").write_text(page_xml(""), encoding="utf-8")
    (tmp_path / "broken.png").write_bytes(b"nothing")
    Image.new("1", (10, 10)).save(tmp_path / "one.tif")
    for image, frame, layout in (("broken.png", 0, "p.xml"), ("one.tif", 3, "p.xml"), ("one.tif", 0, "gone.xml")):
        truth = TruthPage("s", "p", tmp_path / image, frame, "", layout=tmp_path / layout)
        with pytest.raises(InputError, match=layout):
            read_layout_truth(truth)


def test_pages_without_layout_truth(tmp_path: Path) -> None:
    """Nothing known, nothing read."""
    assert read_layout_truth(TruthPage("s", "p", tmp_path / "p.tif", 0, "")) is None
