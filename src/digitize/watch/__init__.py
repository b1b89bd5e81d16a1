"""The watched folder: takes what has settled, hands it to a function that digitises it, and puts the original away.

A file is always in the inbox, in ``done`` or in ``failed``: it is moved only after its document was delivered, and the
pipeline has kept a verified copy of it by then.
"""

from digitize.watch.inbox import Entry, Inbox, look
from digitize.watch.watcher import Places, Submit, Tell, watch

__all__ = ["Entry", "Inbox", "Places", "Submit", "Tell", "look", "watch"]
