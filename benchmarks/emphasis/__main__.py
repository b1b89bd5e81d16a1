"""Says how much emphasis is found on drawn pages: ``python -m benchmarks.emphasis [--tuned] [--seeds N]``."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator

from benchmarks.emphasis.pages import HELD_OUT, TUNED, TYPEWRITERS, Look, draw
from benchmarks.emphasis.score import Score, score_page
from digitize.model.transcription import Emphasis

_PRINTED = ("clean", "book", "worn", "blurred", "bitonal", "low")
_TYPED = ("clean", "worn", "carbon", "low")
_LANGUAGES = ("rus", "fra")


def _looks(faces: dict[str, tuple[str, str]]) -> Iterator[tuple[str, Look]]:
    """Every look, with the name of what it is summed up under."""
    for wear in _PRINTED:
        for face in faces.values():
            for language in _LANGUAGES:
                yield wear, Look(*face, wear=wear, language=language, size_px=40)
                yield "no emphasis", Look(*face, wear=wear, language=language, size_px=40, kinds=())
    for wear in _TYPED:
        for typewriter in TYPEWRITERS:
            yield "typed", Look(typewriter, None, wear=wear, size_px=40, kinds=(Emphasis.UNDERLINED,))


def main() -> None:
    """Prints precision and recall of each kind of emphasis, by how worn the pages are."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.emphasis", description=__doc__)
    parser.add_argument("--tuned", action="store_true", help="the faces that constants were looked at on")
    parser.add_argument("--seeds", type=int, default=1, help="pages of each look")
    asked = parser.parse_args()
    scores: dict[tuple[str, Emphasis], Score] = defaultdict(Score)
    for name, look in _looks(TUNED if asked.tuned else HELD_OUT):
        for seed in range(asked.seeds):
            for kind, score in score_page(draw(look, seed)).items():
                scores[name, kind] += score
                if name in _PRINTED:
                    scores["all print", kind] += score
    for (name, kind), score in scores.items():
        print(f"{name:12} {kind.value:13} {score.told}")


if __name__ == "__main__":
    main()
