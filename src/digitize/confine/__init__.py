"""Runs functions in child processes with limits on time and memory, and ends the whole process tree with them.

Decoders and recognisers meet hostile files here: what crashes, hangs or eats memory takes its worker with it and
nothing else.
"""

from digitize.confine.pool import Pool, PoolClosedError

__all__ = ["Pool", "PoolClosedError"]
