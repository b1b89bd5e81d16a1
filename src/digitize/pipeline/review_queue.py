from __future__ import annotations
from dataclasses import dataclass
from digitize.model.place import ReviewPlace, ReviewQueue
from digitize.pipeline.versions import load_document_version
from digitize.pipeline.version_list import in_force_id


@dataclass(frozen=True)
class Pair:
    left: str
    right: str | None
    name: str
    is_default_left: bool = True


def load_queue(name, left, right, shop):
    folder, doc = load_document_version(f"{name}@{left}", shop.settings)
    places = []
    for page in doc.transcription.pages:
        for line in page.lines:
            ws = line.words
            for i, w in enumerate(ws):
                if w.confidence is not None and w.confidence < 0.85 or w.alternatives:
                    places.append(
                        ReviewPlace(
                            w.id,
                            page.page_number,
                            line.id,
                            (w.id,),
                            (w.box,),
                            w.text,
                            None,
                            ("doubtful",),
                            confidence=w.confidence,
                            script=w.script,
                            before=" ".join(x.text for x in ws[max(0, i - 8) : i]),
                            after=" ".join(x.text for x in ws[i + 1 : i + 9]),
                            alternatives=w.alternatives,
                            repairs=w.repairs,
                            citation=f"p. {page.page_number}",
                        )
                    )
    return ReviewQueue(name, left, right, places)


def select(queue, *, kind, page, script, most, text, by_doubt):
    out = [
        p
        for p in queue.places
        if (kind is None or kind in p.kinds)
        and (page is None or p.page_number == page)
        and (script is None or p.script == script)
        and (most is None or (p.confidence or 0) <= most)
        and text in p.left
    ]
    return sorted(out, key=lambda p: p.confidence or 0) if by_doubt else out


def same_difference(queue, place):
    return [p for p in queue.places if p.same_as == place.same_as]


def pairs_of(name, settings):
    return [Pair(in_force_id(settings.output / name), None, "doubts")]
