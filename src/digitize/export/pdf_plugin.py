"""OCRmyPDF's plugin interface, filled with what is known already: an engine that answers with our words.

OCRmyPDF asks for a page image and has it read. Both answers are ready, so the image is one blank pixel and the reading
is the page's text layer (docs/adr/0005). Its last hook, meant for optimisers, is where the file gets its final form.
The work order travels in the options of the run, so that several threads may export at the same time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

from ocrmypdf import Executor, OcrEngine, OrientationConfidence, PdfContext, hookimpl
from ocrmypdf.builtin_plugins import tesseract_ocr
from ocrmypdf.helpers import release_free_memory
from ocrmypdf.pluginspec import GhostscriptRasterDevice
from pikepdf import Array, Pdf, _core
from PIL import Image
from pydantic import BaseModel

from digitize import __version__
from digitize.export.pdf_finish import finish, has_layer
from digitize.export.pdf_font import CodeTable
from digitize.export.pdf_pages import PlacedPage
from digitize.model.document import Document

WORK = "digitize_work"
"""Name of the work order among the run's options."""


@dataclass(frozen=True, slots=True)
class Work:
    """What one run of OCRmyPDF is to deliver.

    Args:
        document: The document.
        placed: How each page stands in the assembled PDF.
        codes: The document's character codes.
    """

    document: Document
    placed: tuple[PlacedPage, ...]
    codes: CodeTable

    def is_due(self, index: int) -> bool:
        """Whether the page at ``index`` gets a text layer."""
        return has_layer(self.document, index, self.placed[index])


def _work(options: Any) -> Work:
    work = options.extra_attrs[WORK]
    if not isinstance(work, Work):
        raise TypeError("the PDF run has no work order")
    return work


class WordsEngine(OcrEngine):
    """An OCR engine that has read everything before."""

    @staticmethod
    def version() -> str:
        return __version__

    @staticmethod
    def creator_tag(options: Any) -> str:
        del options
        return f"digitize {__version__}"

    def __str__(self) -> str:
        return f"digitize {__version__}"

    @staticmethod
    def languages(options: Any) -> AbstractSet[str]:
        del options
        return set()

    @staticmethod
    def get_orientation(input_file: Path, options: Any) -> OrientationConfidence:
        del input_file, options
        return OrientationConfidence(angle=0, confidence=0.0)

    @staticmethod
    def generate_hocr(input_file: Path, output_hocr: Path, output_text: Path, options: Any) -> None:
        raise NotImplementedError("this engine answers with PDF")

    @staticmethod
    def generate_pdf(input_file: Path, output_pdf: Path, output_text: Path, options: Any) -> None:
        """Writes the text layer as a page of its own, as large as the page it belongs to.

        It holds no words yet: OCRmyPDF keeps all layers in memory until it writes the file, and it looks through them
        twice. They are put in their place when the file gets its final form. A page without words gets an empty file,
        which OCRmyPDF takes for "nothing to add".
        """
        work = _work(options)
        index = int(input_file.name.split("_")[0]) - 1
        output_text.write_bytes(b"")
        if not work.is_due(index):
            output_pdf.write_bytes(b"")
            return
        x0, y0, x1, y1 = work.placed[index].media_box
        with Pdf.new() as pdf:
            page = pdf.add_blank_page()
            page.obj.MediaBox = Array([0, 0, x1 - x0, y1 - y0])
            page.obj.Contents = pdf.make_stream(b"BT\nET\n")
            pdf.save(output_pdf)


class OneByOne(Executor):
    """Works through the pages in order in the calling thread: no pool, no queue, one page in memory at a time."""

    def _execute(
        self,
        *,
        use_threads: bool,
        max_workers: int,
        progress_kwargs: dict[str, Any],
        worker_initializer: Callable[..., Any],
        task: Callable[..., Any],
        task_arguments: Iterable[Any],
        task_finished: Callable[..., Any],
    ) -> None:
        del use_threads, max_workers, worker_initializer
        bar: Any = self.pbar_class
        with bar(**progress_kwargs) as progress:
            for arguments in task_arguments:
                task_finished(task(*arguments), progress)


class NoProgress:
    """A progress bar that shows nothing."""

    def __init__(self, **_ignored: Any) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_ignored: object) -> None:
        pass

    def update(self, n: float = 1, *, completed: float | None = None) -> None:
        pass


class Forwarder(logging.Handler):
    """Hands what OCRmyPDF logs to our own log as detail: what matters of it, the export says itself."""

    target: ClassVar[logging.Logger] = logging.getLogger("digitize.export.ocrmypdf")

    def emit(self, record: logging.LogRecord) -> None:
        self.target.debug("%s: %s", record.levelname, record.getMessage())


def quieten() -> None:
    """Keeps OCRmyPDF's log from standard error, where Python puts a library's warnings by default."""
    theirs = logging.getLogger("ocrmypdf")
    if not any(isinstance(handler, Forwarder) for handler in theirs.handlers):
        theirs.addHandler(Forwarder())
        theirs.propagate = False


@hookimpl
def get_ocr_engine(options: Any) -> OcrEngine | None:
    """Our engine, for our runs."""
    return WordsEngine() if options is not None and WORK in options.extra_attrs else None


@hookimpl
def initialize(plugin_manager: Any) -> None:
    """Puts OCRmyPDF's own engine out, which would start Tesseract three times to ask for its version."""
    plugin_manager.set_blocked(tesseract_ocr.__name__)


@hookimpl
def register_options() -> dict[str, type[BaseModel]]:
    """The options of that engine, which OCRmyPDF looks at all the same."""
    return {"tesseract": tesseract_ocr.TesseractOptions}


@hookimpl
def get_executor(progressbar_class: type[NoProgress]) -> Executor:
    """Page after page.

    OCRmyPDF asks for this when it has told pikepdf to map files into memory, where all that is read of them would stay
    as long as they are open. Read piece by piece, what a long document needs does not grow with its scans.
    """
    _core.set_access_default_mmap(False)
    return OneByOne(pbar_class=progressbar_class)  # type: ignore[no-untyped-call]


@hookimpl
def get_progressbar_class() -> type[NoProgress]:
    """None that is seen."""
    return NoProgress


@hookimpl
def rasterize_pdf_page(output_file: Path, raster_device: GhostscriptRasterDevice) -> Path:
    """One white pixel: nobody looks at it."""
    del raster_device
    Image.new("1", (1, 1), 1).save(output_file, format="PNG", dpi=(72, 72))
    return output_file


@hookimpl
def is_optimization_enabled(context: PdfContext) -> bool:
    """Yes, so that OCRmyPDF leaves the last write to us."""
    del context
    return True


@hookimpl
def optimize_pdf(
    input_pdf: Path, output_pdf: Path, context: PdfContext, executor: Executor, linearize: bool
) -> tuple[Path, Sequence[str]]:
    """Gives the file its final form; OCRmyPDF validates it after this."""
    del executor, linearize
    work = _work(context.options)
    release_free_memory()  # what the earlier steps had: it would add to what is needed now
    finish(input_pdf, output_pdf, work.document, work.placed, work.codes)
    return output_pdf, []
