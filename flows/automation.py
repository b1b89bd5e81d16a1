"""The automation that comes with the service: when a document needs review, the list of such documents is made again.

It is an example, and a person's as soon as it is there: what is changed in the UI stays changed, and what is deleted is
not made again.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from prefect import get_client
from prefect.client.schemas.actions import VariableCreate
from prefect.events.actions import RunDeployment
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

from digitize_flows.events import NEEDS_REVIEW

NAME = "List documents to review"
MADE = "digitize_automations_made"
"""The variable that remembers what was made once."""

_PAUSE = timedelta(seconds=60)
"""What happens within a minute is one run: it starts when the minute is over, and sees all of it."""


def keep_automation(deployment: UUID, pause: timedelta = _PAUSE) -> bool:
    """Makes the automation, once for a Prefect database.

    Args:
        deployment: That of ``list-for-review``.
        pause: Between two runs, and before the first.

    Returns:
        Whether it was made now.
    """
    with get_client(sync_client=True) as client:
        if client.read_variable_by_name(MADE) is not None:
            return False
        if not client.read_automations_by_name(NAME):
            client.create_automation(_automation(deployment, pause))
        client.create_variable(VariableCreate(name=MADE, value=[NAME], tags=["digitize"]))
    return True


def _automation(deployment: UUID, pause: timedelta) -> AutomationCore:
    return AutomationCore(
        name=NAME,
        description=(
            f"When a document needs review (the event {NEEDS_REVIEW}), list-for-review lists all that do, once for what happens "
            "within a minute. An example: change it, switch it off or delete it as you like; the service does not make it again."
        ),
        enabled=True,
        trigger=EventTrigger(expect={NEEDS_REVIEW}, posture=Posture.Reactive, threshold=1, within=pause),
        actions=[RunDeployment(deployment_id=deployment, parameters=None, schedule_after=pause)],
    )
