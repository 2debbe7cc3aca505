"""Looks after the snapshot while the server runs: what another server took in shows here, damage is mended."""

import logging
from threading import Event, Thread

from etl.opening import open_network
from etl.publish import catch_up
from etl.start import prepare
from maturity.errors import MaturityError
from maturity.ledger import Ledger
from maturity.settings import Settings
from web.server.freezing import Freezer

EVERY = 2.0  # seconds

_log = logging.getLogger(__name__)


class Watch:
    """A thread that looks at the ledger's version every two seconds, one cheap query, and publishes what is missing."""

    def __init__(self, settings: Settings, *, every: float = EVERY) -> None:
        self._settings = settings
        self._every = every
        self._stopped = Event()
        self._ledger: Ledger | None = None
        self._said = ""
        self._freezer = Freezer()
        self._thread = Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End; returns when the last look is over."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            self.look()
            self._freezer.look()

    def look(self) -> None:
        """Look once. A fault is logged once, and tried again at the next look."""
        try:
            if self._ledger is None:
                prepare(self._settings)  # again, should the start have failed
                self._ledger = open_network(self._settings)
            catch_up(self._ledger, self._settings)
            self._said = ""
        except MaturityError as error:
            self._say(str(error))
        except Exception:
            # A bug must not end the thread: the pages would stand still without a word.
            _log.exception("unexpected error while looking after the snapshot")

    def _say(self, text: str) -> None:
        if text != self._said:
            _log.error("%s", text)
            self._said = text
