"""Four sounds, apart in pitch, count and length. A sound never holds up a key and its absence is no
trouble."""

from __future__ import annotations

import shutil
import subprocess
import sys
from enum import Enum
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "sounds"


class Sound(str, Enum):
    """What is heard."""

    GOOD = "good"  # high, once
    NOTHING = "nothing"  # middle, once: nothing to do
    LOOK = "look"  # middle, twice
    STOP = "stop"  # low, twice, long


class Volume(str, Enum):
    """The setting 鳴らす・小さく・鳴らさない."""

    LOUD = "loud"
    SOFT = "soft"
    OFF = "off"


class Sounds:
    """Plays sounds by what the system has: winsound, else paplay or aplay, else nothing."""

    def __init__(self, volume: Volume = Volume.LOUD) -> None:
        self.volume = volume
        self._player = (
            None
            if sys.platform == "win32"
            else next(filter(None, map(shutil.which, ("paplay", "aplay"))), None)
        )
        self._playing: subprocess.Popen[bytes] | None = None

    @property
    def audible(self) -> bool:
        """Whether this system has something that plays."""
        return sys.platform == "win32" or self._player is not None

    def file(self, sound: Sound) -> Path | None:
        """The file that would be played, or None when it is set to be silent."""
        return None if self.volume is Volume.OFF else FOLDER / f"{sound.value}-{self.volume.value}.wav"

    def play(self, sound: Sound) -> None:
        """Start a sound and return at once; a newer sound replaces an older one."""
        file = self.file(sound)
        if file is None:
            return
        if sys.platform == "win32":
            import winsound

            # from a file: SND_MEMORY with SND_ASYNC raises RuntimeError
            winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        elif self._player is not None:
            if self._playing is not None and self._playing.poll() is None:
                self._playing.terminate()
            try:
                self._playing = subprocess.Popen(
                    [self._player, str(file)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            except OSError:
                self._player = None
