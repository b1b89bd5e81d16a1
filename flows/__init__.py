"""Prefect flows: what people start from the Prefect UI, and the service around them. No domain logic.

Importing anything from here keeps Prefect offline, unless the user has decided otherwise: Prefect reads these variables
when it is imported, so they are set before.
"""

import os

os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
