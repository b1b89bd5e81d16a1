"""Pages as plain dictionaries and back, for JSON: the page cache and ``transcription.json`` use the same form.

Coordinates are kept exactly as they are, so that a page read back exports to the same bytes. Decoding checks what the
model's own classes check, and the kinds of the values.
"""

from __future__ import annotations

from typing import Any

from digitize.model.document import Choice, PageRecord
from digitize.model.geometry import Box, Polygon, Transform
from digitize.model.language import Orthography
from digitize.model.own_text import OwnText, OwnTextKind
from digitize.model.page import Colour, DpiOrigin, PageImage, PagePart
from digitize.model.transcription import (
    Alternative,
    Doubt,
    Emphasis,
    PageStatus,
    Place,
    PredictedErrors,
    RegionKind,
    Repair,
    TextLine,
    TextRegion,
    TranscribedPage,
    Word,
)

Encoded = dict[str, Any]
"""A JSON object."""

_WRONG = (KeyError, TypeError, AttributeError, IndexError)


def encode_page(page: TranscribedPage, confidence_digits: int | None = None) -> Encoded:
    """The text of a page as a JSON object (docs/schemas/transcription.schema.json, ``page``).

    Args:
        page: The page.
        confidence_digits: Decimals that confidences are rounded to; ``None`` keeps them exact.
    """
    return {
        "page_number": page.page_number,
        "width": page.width,
        "height": page.height,
        "status": page.status.value,
        "failure": page.failure,
        "columns": page.columns,
        "language": page.language,
        "orthography": None if page.orthography is None else page.orthography.value,
        "predicted_cer": _predicted(page.predicted),
        "regions": [
            {
                "id": region.id,
                "kind": region.kind.value,
                "column": region.column,
                "box": _box(region.box),
                "polygon": _points(region.polygon),
                "lines": [_line(line, confidence_digits) for line in region.lines],
            }
            for region in page.regions
        ],
    }


def decode_page(data: Encoded) -> TranscribedPage:
    """The page that :func:`encode_page` was given.

    Raises:
        ValueError: If ``data`` is not such an object.
    """
    try:
        return TranscribedPage(
            page_number=_whole(data["page_number"]),
            width=_whole(data["width"]),
            height=_whole(data["height"]),
            status=PageStatus(data["status"]),
            regions=tuple(_region_of(region) for region in data["regions"]),
            columns=_whole(data["columns"]),
            language=_text_or_none(data["language"]),
            failure=_text_or_none(data["failure"]),
            orthography=_orthography_of(data.get("orthography")),  # older files have none
            predicted=_predicted_of(data.get("predicted_cer")),
        )
    except _WRONG as error:
        raise ValueError(f"not a page: {error!r}") from error


def encode_record(record: PageRecord) -> Encoded:
    """How a page came about, as a JSON object."""
    image = record.image
    return {
        "image": {
            "page_number": image.page_number,
            "source_sha256": image.source_sha256,
            "frame": image.frame,
            "width": image.width,
            "height": image.height,
            "dpi": image.dpi,
            "dpi_origin": image.dpi_origin.value,
            "colour": image.colour.value,
            "turn_deg": image.turn_deg,
            "file_to_canonical": list(image.file_to_canonical.values),
            "image_path": image.image_path,
            "part": image.part.value,
        },
        "skew_deg": record.skew_deg,
        "choices": [{"what": c.what, "value": c.value, "why": c.why} for c in record.choices],
        "warnings": list(record.warnings),
        "own_text": None if record.own_text is None else _own_text(record.own_text),
    }


def decode_record(data: Encoded) -> PageRecord:
    """The record that :func:`encode_record` was given.

    Raises:
        ValueError: If ``data`` is not such an object.
    """
    try:
        return PageRecord(
            image=_image_of(data["image"]),
            skew_deg=_number(data["skew_deg"]),
            choices=tuple(Choice(_text(c["what"]), _text(c["value"]), _text(c["why"])) for c in data["choices"]),
            warnings=tuple(_text(warning) for warning in data["warnings"]),
            own_text=_own_text_of(data.get("own_text")),
        )
    except _WRONG as error:
        raise ValueError(f"not a page record: {error!r}") from error


def _own_text(own: OwnText) -> Encoded:
    return {
        "kind": own.kind.value,
        "words": own.words,
        "hidden_words": own.hidden_words,
        "unfit": own.unfit or None,
    }


def _own_text_of(data: Encoded | None) -> OwnText | None:
    if data is None:  # also in records of before it was looked for
        return None
    words, hidden = data["words"], data["hidden_words"]
    if not isinstance(words, int) or not isinstance(hidden, int) or min(words, hidden) < 0:
        raise ValueError("not a number of words")
    return OwnText(OwnTextKind(data["kind"]), words, hidden, _text(data["unfit"]) if data["unfit"] is not None else "")


def _line(line: TextLine, confidence_digits: int | None) -> Encoded:
    return {
        "id": line.id,
        "column": line.column,
        "columns": None if line.columns is None else list(line.columns),
        "place": None if line.place is None else line.place.value,
        "box": _box(line.box),
        "polygon": _points(line.polygon),
        "baseline": _points(line.baseline),
        "doubt": None if line.doubt is None else line.doubt.value,
        "words": [_word(word, confidence_digits) for word in line.words],
    }


def _predicted(predicted: PredictedErrors | None) -> Encoded | None:
    return None if predicted is None else {"cer": predicted.cer, "low": predicted.low, "high": predicted.high}


def _word(word: Word, digits: int | None) -> Encoded:
    encoded = {
        "id": word.id,
        "text": word.text,
        "reading": word.reading,
        "box": _box(word.box),
        "confidence": _rounded(word.confidence, digits),
        "language": word.language,
        "script": word.script,
        "repairs": [
            {"rule": r.rule, "layer": r.layer, "old": r.old, "new": r.new, "evidence": r.evidence} for r in word.repairs
        ],
        "alternatives": [
            {"text": a.text, "confidence": _rounded(a.confidence, digits), "by": a.by} for a in word.alternatives
        ],
        "emphasis": [emphasis.value for emphasis in word.emphasis],
    }
    return encoded if word.decision is None else {**encoded, "decision": word.decision}


def _rounded(value: float | None, digits: int | None) -> float | None:
    return value if value is None or digits is None else round(value, digits)


def _box(box: Box) -> list[int]:
    return [box.x0, box.y0, box.x1, box.y1]


def _points(polygon: Polygon) -> list[list[float]]:
    return [[x, y] for x, y in polygon]


def _region_of(data: Encoded) -> TextRegion:
    return TextRegion(
        id=_text(data["id"]),
        kind=RegionKind(data["kind"]),
        box=_box_of(data["box"]),
        polygon=_polygon_of(data["polygon"]),
        lines=tuple(_line_of(line) for line in data["lines"]),
        column=_whole_or_none(data["column"]),
    )


def _line_of(data: Encoded) -> TextLine:
    return TextLine(
        id=_text(data["id"]),
        box=_box_of(data["box"]),
        polygon=_polygon_of(data["polygon"]),
        baseline=_polygon_of(data["baseline"]),
        words=tuple(_word_of(word) for word in data["words"]),
        column=_whole_or_none(data["column"]),
        place=None if data["place"] is None else Place(data["place"]),
        columns=_span_of(data.get("columns")),  # older files have none
        doubt=None if data.get("doubt") is None else Doubt(data["doubt"]),
    )


def _predicted_of(data: Any) -> PredictedErrors | None:
    return None if data is None else PredictedErrors(*(_number(data[name]) for name in ("cer", "low", "high")))


def _orthography_of(data: Any) -> Orthography | None:
    return None if data is None else Orthography(_text(data))


def _span_of(data: Any) -> tuple[int, int] | None:
    if data is None:
        return None
    first, last = data
    return _whole(first), _whole(last)


def _word_of(data: Encoded) -> Word:
    return Word(
        id=_text(data["id"]),
        text=_text(data["text"]),
        reading=_text(data["reading"]),
        box=_box_of(data["box"]),
        confidence=_number_or_none(data["confidence"]),
        language=_text_or_none(data["language"]),
        script=_text_or_none(data["script"]),
        repairs=tuple(_repair_of(repair) for repair in data["repairs"]),
        alternatives=tuple(_alternative_of(other) for other in data.get("alternatives", ())),  # older files have none
        emphasis=tuple(Emphasis(one) for one in data.get("emphasis", ())),
        decision=_whole_or_none(data.get("decision")),
    )


def _alternative_of(data: Encoded) -> Alternative:
    return Alternative(_text(data["text"]), _number_or_none(data["confidence"]), _text(data["by"]))


def _repair_of(data: Encoded) -> Repair:
    return Repair(*(_text(data[name]) for name in ("rule", "layer", "old", "new", "evidence")))


def _image_of(data: Encoded) -> PageImage:
    a, b, c, d, e, f = (_number(value) for value in data["file_to_canonical"])
    return PageImage(
        page_number=_whole(data["page_number"]),
        source_sha256=_text(data["source_sha256"]),
        frame=_whole(data["frame"]),
        width=_whole(data["width"]),
        height=_whole(data["height"]),
        dpi=_number(data["dpi"]),
        dpi_origin=DpiOrigin(data["dpi_origin"]),
        colour=Colour(data["colour"]),
        turn_deg=_whole(data["turn_deg"]),
        file_to_canonical=Transform(a, b, c, d, e, f),
        image_path=_text_or_none(data["image_path"]),
        part=PagePart(data.get("part", PagePart.WHOLE)),  # older files have none
    )


def _box_of(data: Any) -> Box:
    x0, y0, x1, y1 = data
    return Box(_whole(x0), _whole(y0), _whole(x1), _whole(y1))


def _polygon_of(data: Any) -> Polygon:
    return tuple((_number(x), _number(y)) for x, y in data)


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError(f"text expected, not {value!r}")
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(f"whole number expected, not {value!r}")
    return value


def _whole_or_none(value: Any) -> int | None:
    return None if value is None else _whole(value)


def _number(value: Any) -> float:
    if type(value) is not float and type(value) is not int:
        raise TypeError(f"number expected, not {value!r}")
    return value


def _number_or_none(value: Any) -> float | None:
    return None if value is None else _number(value)
