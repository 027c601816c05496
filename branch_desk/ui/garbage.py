"""Python's collector runs on whatever thread allocates; a Tk image or variable that it finds there calls
Tk from a worker.

Measured: closing a window while the worker drew a page printed "main thread is not in main loop" from
Image.__del__. So the collector is switched off and runs here, on the thread of Tk, by its own thresholds.
"""

from __future__ import annotations

import gc


def take_over() -> None:
    """No collection on other threads from now on. What is loaded by now stays for good and is not looked
    through again."""
    gc.disable()
    gc.freeze()


def collect_if_due() -> None:
    """One collection where Python would have made one; called by Tk's timer."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    due = [generation for generation in (2, 1, 0) if counts[generation] > thresholds[generation]]
    if due and counts[0] > thresholds[0]:
        gc.collect(due[0])


def give_back() -> None:
    """As Python has it."""
    gc.enable()
    gc.unfreeze()
