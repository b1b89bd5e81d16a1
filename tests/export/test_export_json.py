"""transcription.json, report.json and run.json: their schemas, and reading transcriptions back."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from digitize.errors import ExitCode, InputError
from digitize.export.report_json import encode_report
from digitize.export.run_json import Machine, Run, encode_run
from digitize.export.transcription_json import read_transcription, read_transcription_lines
from digitize.model.document import Document
from digitize.model.packed_pages import PackedPages
from digitize.model.profile import Profile
from digitize.model.reference import FIELDS, SourceReference
from digitize.model.transcription import RegionKind
from digitize.store.page_codec import decode_page, decode_record, encode_page, encode_record
from tests.export import schemas
from tests.export.documents import R, W, document, exported, page
from tests.export.extractors import Files


def test_a_transcription_reads_back_whole(rich: Document, files: Files) -> None:
    """Everything that was written is read again, hostile characters and repairs included."""
    read = read_transcription(files["transcription.json"])
    assert read.transcription == rich.transcription
    assert (read.document_id, read.reference, read.languages) == (rich.id, rich.reference, rich.languages)


def test_a_transcription_is_read_page_by_page(rich: Document, files: Files) -> None:
    """Read line by line and kept packed it is the same, and every format that is made of packed pages has the same bytes."""
    read = read_transcription_lines(io.BytesIO(files["transcription.json"]), "transcription.json")
    assert read is not None
    assert isinstance(read.transcription.pages, PackedPages)
    assert read == read_transcription(files["transcription.json"])
    assert exported(replace(rich, transcription=read.transcription)) == files


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: json.dumps(json.loads(data)).encode(),
        lambda data: json.dumps(json.loads(data), indent=1).encode(),
        lambda data: data.removesuffix(b"]}\n"),
        lambda data: data.replace(b'"width":', b'"depth":'),
        lambda data: b"",
        lambda data: b"\0" * 100,
    ],
    ids=["one line", "indented", "cut off", "a page without its width", "empty", "no JSON"],
)
def test_what_does_not_stand_line_by_line_is_left_to_be_read_whole(
    files: Files, damage: Callable[[bytes], bytes]
) -> None:
    """A file that another program wrote, or that is damaged, is not read by lines: reading it whole tells what is wrong, if anything."""
    assert read_transcription_lines(io.BytesIO(damage(files["transcription.json"])), "transcription.json") is None


def test_a_newer_transcription_is_refused_by_lines_too(files: Files) -> None:
    """A version that this program does not know is not taken for damage."""
    newer = files["transcription.json"].replace(b'"schema_version":"1.', b'"schema_version":"2.', 1)
    with pytest.raises(InputError, match=r"version 2\."):
        read_transcription_lines(io.BytesIO(newer), "transcription.json")


def test_confidences_are_rounded_once() -> None:
    """Four decimals are written, none are made up, and every format gives the same after reading back."""
    words = (W("а", confidence=0.845004), W("б", confidence=1 / 3), W("в", confidence=None))
    made = document([page(1, [R(RegionKind.PARAGRAPH, [words])])])
    files = exported(made)
    read = read_transcription(files["transcription.json"]).transcription
    assert [word.confidence for word in read.pages[0].words] == [0.845, 0.3333, None]
    assert exported(replace(made, transcription=read)) == files


def test_the_transcription_satisfies_its_schema(files: Files) -> None:
    """docs/schemas/transcription.schema.json describes what is written."""
    schemas.own("transcription").validate(json.loads(files["transcription.json"]))


@pytest.mark.parametrize("name", ["transcription", "report", "run"])
def test_the_schemas_allow_nothing_undescribed(name: str, rich: Document, files: Files) -> None:
    """A field that the schema does not know is refused: a new one must be described."""
    written = {
        "transcription": files["transcription.json"],
        "report": encode_report(rich, {}, {}),
        "run": encode_run(a_run()),
    }[name]
    content = json.loads(written)
    schemas.own(name).validate(content)
    with pytest.raises(jsonschema.ValidationError):
        schemas.own(name).validate({**content, "surprise": 1})


def test_every_line_carries_its_citation(files: Files) -> None:
    """The words by which a line is cited stand beside it, with the stated page, for whoever reads the file alone."""
    content = json.loads(files["transcription.json"])
    lines = {line["id"]: line for p in content["pages"] for r in p["regions"] for line in r["lines"]}
    assert lines["p0001_r008_l001"]["citation"] == "p. 1, col. 2, top"
    assert lines["p0001_r003_l001"]["citation"] == "p. 1, cols 1-2, top"
    assert lines["p0001_r003_l001"]["columns"] == [1, 2] and lines["p0001_r008_l001"]["columns"] is None
    stated = exported(document([page(1, [R(RegionKind.PARAGRAPH, [(W("а"),)])])], reference=SourceReference(page="9")))
    (line,) = json.loads(stated["transcription.json"])["pages"][0]["regions"][0]["lines"]
    assert line["citation"] == "p. 9"


def test_a_transcription_of_version_1_0_is_read(rich: Document, files: Files) -> None:
    """Files written before lines could stand over several columns, and before issues, lack the fields and are whole."""
    content = json.loads(files["transcription.json"])
    del content["reference"]["issue"]
    for line in (line for p in content["pages"] for r in p["regions"] for line in r["lines"]):
        del line["columns"], line["citation"]
    content["schema_version"] = "1.0"
    schemas.own("transcription").validate(content)
    read = read_transcription(json.dumps(content).encode())
    assert [w.text for p in read.transcription.pages for w in p.words] == [
        w.text for p in rich.transcription.pages for w in p.words
    ]


@pytest.mark.parametrize("minor", [1, 2, 3])
def test_earlier_minor_versions_are_read(files: Files, minor: int) -> None:
    """Files from before the whole source reference have few of its fields; the others are not stated."""
    content = json.loads(files["transcription.json"])
    content["schema_version"] = f"1.{minor}"
    early = ("title", "date", "page", "issue", "citation", "proposals")
    content["reference"] = {name: content["reference"][name] for name in early}
    schemas.own("transcription").validate(content)
    read = read_transcription(json.dumps(content).encode()).reference
    assert read.stated == {name: content["reference"][name] for name in early[:-1] if content["reference"][name]}


def test_every_field_of_the_reference_is_kept() -> None:
    """In both files, by their schemas, and read back."""
    values = {name: f"{name} <&>" for name in FIELDS} | {"date": "1927", "url": "https://a.example/1"}
    made = document([page(1)], reference=SourceReference(**values))  # type: ignore[arg-type]
    written = exported(made)["transcription.json"]
    assert read_transcription(written).reference == made.reference
    report = json.loads(encode_report(made, {}, {}))
    schemas.own("transcription").validate(json.loads(written))
    schemas.own("report").validate(report)
    assert report["reference"] == {**values, "proposals": []}


@pytest.mark.parametrize("wrong", [{"fond": 3}, {"title": 3}, {"url": "javascript:alert(1)"}, {"date": "yesterday"}])
def test_a_damaged_reference_is_refused(files: Files, wrong: dict[str, Any]) -> None:
    """A value of the wrong kind or form is an error of the file."""
    content = json.loads(files["transcription.json"])
    with pytest.raises(InputError, match="damaged"):
        read_transcription(changed(files, reference={**content["reference"], **wrong}))


def changed(files: Files, **fields: Any) -> bytes:
    return json.dumps({**json.loads(files["transcription.json"]), **fields}).encode()


@pytest.mark.parametrize("version", ["2.0", "10.1", "0.9", "", 1, None])
def test_an_unknown_version_is_refused(files: Files, version: object) -> None:
    """A file of another major version is not guessed at; the error names the file and the version."""
    with pytest.raises(InputError, match=r"out/a/transcription\.json: .*version") as caught:
        read_transcription(changed(files, schema_version=version), "out/a/transcription.json")
    assert caught.value.exit_code is ExitCode.BAD_INPUT and caught.value.hint


def test_a_later_minor_version_is_read(rich: Document, files: Files) -> None:
    """What a later version adds does not keep this one from reading the rest."""
    read = read_transcription(changed(files, schema_version="1.9", articles=[]))
    assert read.transcription == rich.transcription


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b'{"schema_version": "1.0"}', b"[" * 100_000],
    ids=["empty", "cut", "list", "null", "text", "no-utf8", "bare", "deep"],
)
def test_what_is_no_transcription_is_refused(data: bytes) -> None:
    """Bad content is a user's error that names the file, not a traceback."""
    with pytest.raises(InputError, match=r"^t\.json: "):
        read_transcription(data, "t.json")


@pytest.mark.parametrize(
    "break_it",
    [
        lambda page: page.pop("regions"),
        lambda page: page.update(status="splendid"),
        lambda page: page.update(width="1200"),
        lambda page: page.update(regions=None),
        lambda page: page["regions"][0].update(box=[5, 5, 1, 1]),
        lambda page: page["regions"][0]["lines"][0]["words"][0].update(text=""),
        lambda page: page["regions"][0]["lines"][0]["words"][0].update(confidence=1.5),
        lambda page: page["regions"][0]["lines"][0]["words"][0].update(confidence=True),
        lambda page: page["regions"][0]["lines"][0].update(polygon=[[1]]),
        lambda page: page["regions"][0]["lines"][0].update(columns=[1]),
        lambda page: page["regions"][0]["lines"][0].update(columns=["1", "2"]),
        lambda page: page["regions"][0]["lines"][0].update(columns=[2, 1]),
        lambda page: page["regions"][0].update(lines=[7]),
    ],
)
def test_a_damaged_page_is_refused(files: Files, break_it: Any) -> None:
    """A page with a part missing or of the wrong kind is an error, for the reader and for the cache."""
    content = json.loads(files["transcription.json"])
    break_it(content["pages"][0])
    with pytest.raises(InputError, match="damaged"):
        read_transcription(json.dumps(content).encode())
    with pytest.raises(ValueError, match=r".+"):
        decode_page(content["pages"][0])


def test_the_cache_keeps_pages_exactly(rich: Document) -> None:
    """Through JSON and back, pages and their records are equal to what they were, unrounded."""
    exact = page(1, [R(RegionKind.PARAGRAPH, [(W("а", confidence=0.123456789),)])])
    for one in (exact, *rich.transcription.pages):
        assert decode_page(json.loads(json.dumps(encode_page(one)))) == one
    for record in rich.pages:
        assert decode_record(json.loads(json.dumps(encode_record(record)))) == record


@pytest.mark.parametrize("field", ["image", "skew_deg", "choices", "warnings"])
def test_a_damaged_record_is_refused(rich: Document, field: str) -> None:
    """A record of the cache with a part missing is a ValueError: the page is made again."""
    encoded = encode_record(rich.pages[0])
    del encoded[field]
    with pytest.raises(ValueError, match="not a page record"):
        decode_record(encoded)


# report.json -----------------------------------------------------------------------------------------------------------


def test_the_report_satisfies_its_schema_and_tells_the_truth(rich: Document) -> None:
    """Sizes, counts, failures and digests are those of the document; what is not known is null."""
    outputs = {"b.txt": "b" * 64, "alto/0001.xml": "a" * 64}
    report = json.loads(encode_report(rich, {"profile": Profile.AUTO, "output": Path("out"), "jobs": 2}, outputs))
    schemas.own("report").validate(report)
    assert report["complete"] is False
    assert [p["status"] for p in report["pages"]] == ["recognised", "failed", "empty", "recognised"]
    assert report["pages"][1]["failure"].startswith("the recogniser crashed")
    assert report["pages"][1]["mean_confidence"] is None
    assert report["pages"][0]["words"] == sum(1 for _ in rich.transcription.pages[0].words)
    assert report["pages"][0]["choices"][0]["why"] == "Cyrillic 0.8 & Latin < 0.2"
    assert list(report["outputs"]) == ["alto/0001.xml", "b.txt"]
    assert report["provenance"]["settings"] == {"jobs": 2, "output": "out", "profile": "auto"}


def test_the_mean_confidence_is_of_the_words_that_have_one() -> None:
    """A word without confidence counts neither as 0 nor as 1."""
    words = (W("а", confidence=0.5), W("б", confidence=None), W("в", confidence=1.0))
    made = document([page(1, [R(RegionKind.PARAGRAPH, [words])])])
    assert json.loads(encode_report(made, {}, {}))["pages"][0]["mean_confidence"] == 0.75


def test_the_digest_of_settings_is_of_the_settings(rich: Document) -> None:
    """Settings in another order have the same digest, and it can be computed from the report alone."""
    one = json.loads(encode_report(rich, {"a": 1, "b": "ё"}, {}))["provenance"]
    other = json.loads(encode_report(rich, {"b": "ё", "a": 1}, {}))["provenance"]
    canonical = json.dumps(one["settings"], sort_keys=True, separators=(",", ":"))
    assert one == other
    assert one["settings_sha256"] == hashlib.sha256(canonical.encode("ascii")).hexdigest()


def test_a_report_is_the_same_each_time(rich: Document) -> None:
    """The order in which files were written does not show."""
    one = encode_report(rich, {}, {"a": "0" * 64, "b": "1" * 64})
    assert encode_report(rich, {}, {"b": "1" * 64, "a": "0" * 64}) == one


# run.json --------------------------------------------------------------------------------------------------------------


def a_run(**changes: Any) -> Run:
    start = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)
    run = Run(
        started=start,
        finished=start + timedelta(seconds=2.5),
        stages_s={"recognise": 1.23456, "export": 0.5},
        machine=Machine(2, 24_000, "3.11.2", "Linux-6.1-x86_64"),
        command=("digitize", "run", "скан.tif"),
        engine_calls=3,
        pages_from_cache=1,
    )
    return replace(run, **changes)


def test_a_run_satisfies_its_schema() -> None:
    """Times carry their offset; seconds are rounded to milliseconds; stages are in order of name."""
    east = timezone(timedelta(hours=3))
    run = json.loads(encode_run(a_run(started=datetime(2027, 3, 5, 12, 0, tzinfo=east))))
    schemas.own("run").validate(run)
    assert run["started"] == "2027-03-05T12:00:00.000+03:00"
    assert list(run["stages_s"].items()) == [("export", 0.5), ("recognise", 1.235)]


def test_a_time_without_zone_is_no_time() -> None:
    """A run cannot be recorded in nobody's time."""
    with pytest.raises(ValueError, match="zone"):
        a_run(started=datetime(2027, 3, 5))  # noqa: DTZ001  that is the point
