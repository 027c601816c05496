"""Python's collector runs on whatever thread allocates; a Tk image or variable that it finds there calls
Tk from a worker.

Measured: closing a window while the worker drew a page printed "main thread is not in main loop" from
Image.__del__. So the collector is switched off and runs here, on the thread of Tk, by its own thresholds.

A whole collection holds the window up: 46 ms after the start, 99 ms after 400 slips, 254 ms after 1,400. So while people
work, what is old is set aside and not looked through; that is made up for when nobody has asked for anything for a while.
"""

from __future__ import annotations

import gc

QUIET = 30.0        # seconds; between two citizens there is less, in a lunch break there is more
_WHOLE = 2          # the generation of a whole collection
_set_aside = False  # something, since the last whole collection


def take_over() -> None:
    """No collection on other threads from now on. What is loaded by now stays for good and is not looked
    through again before the desk is quiet."""
    gc.disable()
    gc.freeze()


def collect_if_due(quiet: float) -> None:
    """One collection where Python would have made one; called by Tk's timer. `quiet`: seconds since anybody asked for
    anything."""
    global _set_aside
    counts, thresholds = gc.get_count(), gc.get_threshold()
    if _set_aside and quiet >= QUIET:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        _set_aside = False
        return
    due = [generation for generation in (2, 1, 0) if counts[generation] > thresholds[generation]]
    if due and counts[0] > thresholds[0]:
        gc.collect(min(due[0], _WHOLE - 1))
        if due[0] == _WHOLE:
            gc.freeze()
            _set_aside = True


def give_back() -> None:
    """As Python has it."""
    gc.enable()
    gc.unfreeze()
