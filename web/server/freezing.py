"""Keep what all visitors share out of the garbage collector's way.

Streamlit collects garbage after every script run and walks everything that was made since the last freeze: also the
figures and tables of the cache, which stay. They are frozen along, from time to time.
"""

import gc
from time import monotonic

MOST_LOOSE = 10_000  # objects that are walked after every run; walking this many takes about 2 ms
EVERY = 30.0  # seconds between two freezes at least: one walks the whole process (about 0.2 s)


def freeze() -> None:
    """Collect what is dead, also of what was frozen before, and freeze the rest."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


class Freezer:
    """Freezes again when much was made since the last time."""

    def __init__(self) -> None:
        self._last = float("-inf")

    def look(self) -> None:
        """Look once; counting the loose objects costs less than one collection of them."""
        if monotonic() - self._last >= EVERY and len(gc.get_objects()) > MOST_LOOSE:
            freeze()
            self._last = monotonic()
