"""What stays is not walked by the garbage collector after every run."""

import gc

from web.server.freezing import MOST_LOOSE, Freezer


def test_what_was_made_since_the_start_is_frozen_once_it_is_much() -> None:
    kept = [[number] for number in range(2 * MOST_LOOSE)]
    freezer = Freezer()
    freezer.look()
    loose_after_first = len(gc.get_objects())
    more = [[number] for number in range(2 * MOST_LOOSE)]
    freezer.look()
    loose_after_second = len(gc.get_objects())
    gc.unfreeze()

    assert loose_after_first < MOST_LOOSE
    assert loose_after_second > len(more), "the second look came too soon after the first"
    assert len(kept) == len(more)
