"""Documents to review, drawn and not read: each word stands on its scan where its box is, a reference text is laid on them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from digitize.model.reference import SourceReference
from digitize.model.transcription import Alternative, RegionKind, Repair, TranscribedPage
from digitize.pipeline.alignments import align_reference
from digitize.pipeline.workshop import Workshop
from tests.export.documents import HEIGHT, WIDTH, R, W, page
from tests.pipeline.kept_documents import Kept

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
SCAN = (
    (
        "Урожай въ саду былъ великъ и скорый",
        "говоръ о нёмъ шёлъ до самой ночи,",
        "великъ былъ и домъ, великъ и огородъ.",
    ),
    ("Пришли сосѣди и принесли грушы.", "La récolte était bonne et le vin aussi.", "Конецъ былъ хорошъ."),
)
REFERENCE = """Урожай в саду был велик и скорый говор о нём шёл до самой полуночи, велик был и дом, велик и огород.

Пришли соседи и принесли груши. La recolte était bonne et le vin aussi. Конец был весьма хорош.
"""
OWN = (Alternative("огородъ,", 0.62, "own"), Alternative("огорддъ.", 0.4, "own, sauvola"))
ROMAN = (Repair("homoglyph", "printed", "грyшы.", "грушы.", "a Latin letter in a Cyrillic word"),)
KNOWN = {
    "огородъ.": W("огородъ.", confidence=0.41, alternatives=OWN),
    "грушы.": W("грушы.", confidence=0.7, repairs=ROMAN),
    "La": W("La", language="fra"),
}
HOSTILE_TITLE = "<img src=x onerror=\"document.title='pwned'\"> & 'Вестникъ' \u202etxet"
PLAIN = "Урожай в саду был велик и скорый говор о нём шёл до самой ночи".split()
HOSTILE = (
    "<script>document.title='pwned'</script>",
    "</script><script>document.title='pwned'</script>",
    "\"><svg/onload=document.title='pwned'>",
    "a\u202eb\u200fc",
    "d\x01e\x7ff",
    "{{7*7}}${7*7}'\"`",
)
HOSTILE_REFERENCE = (
    " ".join(PLAIN)
    + " <script>document.body.innerHTML='pwned'</script> </textarea><script>document.title='pwned'</script>"
    + " \"><img/src=x/onerror=document.title='pwned'> a\u202eb\u2066c d\u2028ef {{7*8}}${7*8}'\"`\n"
)


def drawn(page_: TranscribedPage) -> bytes:
    """A scan of a page, its words where they are said to stand, in PNG."""
    image = Image.new("L", (WIDTH, HEIGHT), 238)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 26)
    for word in page_.words:
        seen = "".join(letter if letter.isprintable() else "□" for letter in word.text)
        draw.text((word.box.x0, word.box.y0), seen, 30, font)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def typed_page(number: int, lines: Sequence[str]) -> TranscribedPage:
    """A page of one column."""
    words = [tuple(KNOWN.get(word, W(word)) for word in line.split()) for line in lines]
    return page(number, [R(RegionKind.PARAGRAPH, words, 1, width=900)], columns=1, language="rus")


def make_vestnik(kept: Kept, shop: Workshop) -> None:
    """Two pages with old spelling, and the text of an edition in the new one: ``vestnik``."""
    pages = [typed_page(number, lines) for number, lines in enumerate(SCAN, 1)]
    title = SourceReference(title="Вестник садовода", date="1927-03-05", citation="Вестник садовода. 1927. 5 марта")
    kept.document(pages, "vestnik", *map(drawn, pages), reference=title)
    _lay("vestnik", REFERENCE, "izdanie.txt", kept.output, shop)


def make_hostile(kept: Kept, shop: Workshop) -> None:
    """A page and a reference that try to be more than text: ``hostile``."""
    bad = [W(text, confidence=0.3, alternatives=(Alternative(f"{text}!", 0.5, "<b>own</b>"),)) for text in HOSTILE]
    lines = [tuple(map(W, PLAIN)), *((word,) for word in bad)]
    made = page(1, [R(RegionKind.PARAGRAPH, lines, 1, width=900)], columns=1, language="rus")
    kept.document(
        [made], "hostile", drawn(made), reference=SourceReference(title=HOSTILE_TITLE, citation=HOSTILE_TITLE)
    )
    _lay("hostile", HOSTILE_REFERENCE, "<i>izdanie</i>.txt", kept.output, shop)


def _lay(document: str, text: str, name: str, output: Path, shop: Workshop) -> None:
    file = output.parent / name.replace("/", "_")
    file.write_text(text, encoding="utf-8")
    align_reference(document, file, shop)
    file.unlink()
