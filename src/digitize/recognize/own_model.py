"""The model file of our own recogniser: found, checked, and opened once per process (docs/adr/0009)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from digitize.errors import DigitizeError, LimitError, MissingDependencyError
from digitize.recognize.message import brief

PACKAGED = Path(__file__).parent / "models" / "own.onnx"
"""The model that the package brings."""

FORMAT = "1"
"""Of the interface: what goes in, what comes out, what the file says of itself."""
LINE_HEIGHT_PX = 40
FRAME_PX = 2
"""Columns of the line per frame of the answer."""
WIDTH_STEP_PX = 64
"""Lines are padded with paper to a multiple of this width."""

_MOST_BYTES = 64 << 20
_BLANKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"
_WAY_OUT = "Install digitize again (make run does), or read with --engine tesseract"

Floats = NDArray[np.float32]


class _Session(Protocol):
    """What is used of an onnxruntime session."""

    def run(self, output_names: list[str], input_feed: Mapping[str, Floats]) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What a sound model file says of itself, without what it reads with.

    Args:
        release: Its name (``own-1``).
        sha256: Digest of the file.
        alphabet: Its characters; class ``k`` of the network is ``alphabet[k - 1]``, class 0 none.
    """

    release: str
    sha256: str
    alphabet: str

    @property
    def version(self) -> str:
        """For provenance: the release, and enough of the digest to tell two files apart."""
        return f"{self.release} sha256:{self.sha256[:16]}"


class OwnModel:
    """A network ready to read. Made by :func:`open_model`.

    Args:
        facts: What the file says of itself.
        session: The network.
    """

    def __init__(self, facts: ModelFacts, session: _Session) -> None:
        self.facts = facts
        self._session = session

    def log_probs(self, lines: Floats) -> Floats:
        """What the network sees.

        Args:
            lines: Ink from 0 to 1, of shape (lines, 1, 40, width); width a multiple of 64.

        Returns:
            Logarithms of probabilities, of shape (lines, width / 2, characters + 1).

        Raises:
            LimitError: If it needs more memory than is allowed.
            ValueError: If the answer has another shape.
        """
        try:
            answer = self._session.run(["log_probs"], {"lines": lines})[0]
        except Exception as error:
            if isinstance(error, MemoryError) or "alloc" in str(error):
                raise LimitError(
                    "reading needs more memory than is allowed", hint="Raise DIGITIZE_MEMORY_MIB"
                ) from None
            raise
        expected = (lines.shape[0], lines.shape[3] // FRAME_PX, len(self.facts.alphabet) + 1)
        found: Floats = np.asarray(answer, dtype=np.float32)
        if found.shape != expected:
            raise ValueError(f"the network answers in shape {found.shape}, not {expected}")
        return found


def open_model(path: Path) -> OwnModel:
    """Opens a model file, or hands out what this process has opened already.

    Raises:
        MissingDependencyError: If it is missing, damaged or of another version, or onnxruntime is; names the file.
        LimitError: If it needs more memory than is allowed.
    """
    try:
        status = path.stat()
    except OSError as error:
        reason = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        raise _unfit(path, reason) from None
    return _open(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=2)
def _open(path: Path, size: int, mtime_ns: int) -> OwnModel:
    """The arguments besides the path tell whether the file is still the same."""
    del mtime_ns
    if size > _MOST_BYTES:
        raise _unfit(path, f"is too large ({size >> 20} MiB)")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unfit(path, f"cannot be read: {error.strerror}") from None
    session = _session(path, content)
    stated = dict(session.get_modelmeta().custom_metadata_map)
    model = OwnModel(_facts(path, stated, hashlib.sha256(content).hexdigest()), session)
    _try(path, model)
    return model


def _session(path: Path, content: bytes) -> Any:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # releases that send usage data look at it when they are loaded
    try:
        import onnxruntime
    except (ImportError, OSError) as error:
        raise MissingDependencyError(
            f"our own recogniser cannot run: onnxruntime: {brief(str(error))}", hint=_WAY_OUT
        ) from None
    options = onnxruntime.SessionOptions()
    # One thread: the pool of workers has a process for every core. Everything else so that a line is read alike each time.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    # Beyond this level convolutions are laid out anew for 32 bits, which costs those in eight bits two fifths of their time.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.use_deterministic_compute = True
    options.enable_mem_pattern = False  # lines have many widths, and a plan for each would stay in memory
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except MemoryError:
        raise
    except Exception as error:  # onnxruntime has an exception of its own for every way in which a file may be wrong
        if "bad_alloc" in str(error):
            raise MemoryError from None
        raise _unfit(path, f"is damaged: {brief(str(error))}") from None


def _facts(path: Path, stated: Mapping[str, str], sha256: str) -> ModelFacts:
    version = stated.get("digitize_format")
    if version is None:
        raise _unfit(path, "is no model of digitize: it does not say which format it has")
    if version != FORMAT:
        raise _unfit(path, f"is of format {brief(version)!r}; this version of digitize reads format {FORMAT!r}")
    if stated.get("line_height") != str(LINE_HEIGHT_PX):
        raise _unfit(path, f"wants lines of another height ({brief(stated.get('line_height', 'not stated'))})")
    alphabet = stated.get("alphabet", "")
    if " " not in alphabet or len(set(alphabet)) != len(alphabet) or any(blank in alphabet for blank in _BLANKS):
        raise _unfit(path, "is damaged: its alphabet is none")
    release = stated.get("release", "")
    if not release.isprintable() or not release or " " in release:
        raise _unfit(path, "is damaged: it does not say which release it is")
    return ModelFacts(release, sha256, alphabet)


def _try(path: Path, model: OwnModel) -> None:
    """Reads bare paper: a network that is not what the file says is found out here, and not on a page."""
    try:
        seen = model.log_probs(np.zeros((1, 1, LINE_HEIGHT_PX, WIDTH_STEP_PX), np.float32))
    except (LimitError, MemoryError):
        raise
    except Exception as error:  # the same as above
        raise _unfit(path, f"is damaged: {brief(str(error))}") from None
    if not np.allclose(np.exp(seen).sum(axis=2), 1.0, atol=1e-3):
        raise _unfit(path, "is damaged: it does not answer with probabilities")


def _unfit(path: Path, reason: str) -> DigitizeError:
    return MissingDependencyError(f"the model file of our own recogniser {reason}", where=str(path), hint=_WAY_OUT)
