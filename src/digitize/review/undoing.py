"""Takes back one of a person's own decisions, whichever it is."""

from __future__ import annotations

from digitize.model.decision import BY_PERSON, Decision, DecisionKind, in_force, origins, taken_back
from digitize.pipeline.decide import Wish
from digitize.pipeline.decided_text import text_in_force
from digitize.review.answers import Refused
from digitize.review.desk import Desk


def undo_own(desk: Desk, document_id: str, sequence: int, by: str, *, together: bool = False) -> tuple[Decision, ...]:
    """Takes a decision back; nothing more is done when that was done already.

    Args:
        desk: What the app works with.
        document_id: The document's id.
        sequence: Number of the decision, as the person made it.
        by: Who asks: only who made it takes it back.
        together: Whether all that was made together with it is taken back too.

    Returns:
        The entries that say so.

    Raises:
        Refused: If there is no such decision, another person made it, or it is not in the text any more.
        StaleWriteError: If somebody decides on the same place at this moment.
        InputError: If another decision builds on it.
        EnvironmentFault: If it cannot be written.
    """
    log = desk.log(document_id)
    entry = log.entries[sequence - 1] if sequence <= len(log.entries) else None
    if entry is None or entry.kind not in BY_PERSON:
        raise Refused(404, f"there is no decision {sequence}", where=document_id, hint="Load the page again")
    if entry.by != by:
        raise Refused(
            403,
            f"decision {sequence} was made by {entry.by}",
            where=document_id,
            hint="Decide on the place again, if theirs is not right: then both are kept",
        )
    if sequence in taken_back(log.entries):
        return ()
    origin, text = origins(log.entries), text_in_force(desk.folder(document_id))
    held = [each for each in in_force(log.entries, text.line) if origin[each.sequence] == sequence]
    if not held:
        raise Refused(
            409,
            f"decision {sequence} was made on another reading, and does not hold for the text in force",
            where=document_id,
            hint="There is nothing to take back in this text",
        )
    last = held[-1]
    wish = Wish(DecisionKind.UNDO, by, last.transcription, of=last.sequence, whole_batch=together)
    return desk.record(document_id, log.sequence, [wish], others_may_have_decided=True)
