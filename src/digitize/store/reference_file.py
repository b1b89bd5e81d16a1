"""``transcriptions/reference-NAME.json``: a text that was brought along, whole, with where it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from digitize.errors import InputError
from digitize.model.transcription import Emphasis, Origin
from digitize.model.witness import TextPart, Token, Witness
from digitize.store.files import shown

SCHEMA_VERSION = "1.0"
_TOKENS_A_LINE = 50
_HINT = "Restore it from a copy, or align the text again"


@dataclass(frozen=True, slots=True)
class KeptReference:
    """A text that was brought along for a document, as it is kept there.

    Args:
        document_id: The document's id.
        witness: Its words; its name is the version's id, ``reference-NAME``.
        created: When it was taken in, with its time zone.
        source_name: Name of the file that it was read from.
        source_sha256: Digest of that file.
        source_bytes: Its length.
        format: What it was read as: ``txt``, ``tei``, ...
        encoding: Of its characters, as found; ``None`` where the format says it.
        language: ISO 639-3, or ``None`` when not known.
        notices: What a person should know of how it was read.
    """

    document_id: str
    witness: Witness
    created: datetime
    source_name: str
    source_sha256: str
    source_bytes: int
    format: str
    encoding: str | None = None
    language: str | None = None
    notices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.created.tzinfo is None:
            raise ValueError("a time without its zone")

    @property
    def id(self) -> str:
        return self.witness.name


def encode_kept_reference(reference: KeptReference) -> Iterator[bytes]:
    """The content of the file, piece by piece: all but the words in the first line, then some words a line."""
    witness = reference.witness
    head = {
        "schema_version": SCHEMA_VERSION,
        "document": reference.document_id,
        "id": reference.id,
        "origin": Origin.REFERENCE.value,
        "created": reference.created.isoformat(timespec="milliseconds"),
        "source": {
            "name": reference.source_name,
            "sha256": reference.source_sha256,
            "size_bytes": reference.source_bytes,
            "format": reference.format,
            "encoding": reference.encoding,
        },
        "language": reference.language,
        "notices": list(reference.notices),
        "words": len(witness.tokens),
        "tells_emphasis": witness.tells_emphasis,
        "after": witness.after,
    }
    yield _json(head)[:-1] + b',"tokens":[\n'
    for start in range(0, len(witness.tokens), _TOKENS_A_LINE):
        some = witness.tokens[start : start + _TOKENS_A_LINE]
        yield (b",\n" if start else b"") + b",".join(_json(_token(token)) for token in some)
    yield b"\n]}\n"


def read_kept_reference(path: Path) -> KeptReference:
    """Reads back what :func:`encode_kept_reference` made.

    Raises:
        InputError: If it cannot be read, is no such file, or is of a version that this program does not know.
    """
    where = shown(path)
    try:
        content = json.loads(path.read_bytes())
        version = content["schema_version"]
    except OSError as error:
        raise InputError(f"the text cannot be read: {error.strerror}", where=where, hint=_HINT) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError("not a text that was kept", where=where, hint=_HINT) from None
    if not isinstance(version, str) or version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise InputError(
            f"a text of version {version}, while this program reads version {SCHEMA_VERSION}",
            where=where,
            hint="Use the digitize that wrote it, or a newer one",
        )
    try:
        return _decoded(content)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise InputError(f"damaged text ({error})", where=where, hint=_HINT) from None


def _token(token: Token) -> list[Any]:
    """``[before, text]``, then the part unless it is the body, then the emphasis, where there is some."""
    encoded: list[Any] = [token.before, token.text]
    if token.part is not TextPart.BODY or token.emphasis:
        encoded.append(token.part.value)
    if token.emphasis:
        encoded.append([emphasis.value for emphasis in token.emphasis])
    return encoded


def _decoded(content: dict[str, Any]) -> KeptReference:
    source = content["source"]
    tokens = tuple(
        Token(
            text=each[1],
            before=each[0],
            emphasis=tuple(Emphasis(one) for one in each[3]) if len(each) > 3 else (),
            part=TextPart(each[2]) if len(each) > 2 else TextPart.BODY,
        )
        for each in content["tokens"]
    )
    return KeptReference(
        document_id=content["document"],
        witness=Witness(content["id"], tokens, content["after"], content["tells_emphasis"]),
        created=datetime.fromisoformat(content["created"]),
        source_name=source["name"],
        source_sha256=source["sha256"],
        source_bytes=source["size_bytes"],
        format=source["format"],
        encoding=source["encoding"],
        language=content["language"],
        notices=tuple(content["notices"]),
    )


def _json(value: object) -> bytes:
    """JSON on one line; half of a surrogate pair, which UTF-8 cannot hold, as its escape."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")
