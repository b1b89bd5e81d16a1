"""The watched folder: takes what has settled, hands it to a function that digitises it, and puts the original away.

A file is always in the inbox, in ``done`` or in ``failed``: it is moved only after its document was delivered, and the
pipeline has kept a verified copy of it by then.
"""

from digitize.watch.inbox import Entry, Inbox, look
from digitize.watch.latecomers import Supply
from digitize.watch.places import Places, places_beside
from digitize.watch.watcher import Submit, Tell
from digitize.watch.watching import watch

__all__ = ["Entry", "Inbox", "Places", "Submit", "Supply", "Tell", "look", "places_beside", "watch"]
