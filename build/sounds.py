"""Make the four sounds of the desk once into branch_desk/ui/sounds: python build/sounds.py

They differ in pitch, count and length, so that they can be told apart without hearing the pitch. Each is
made loud and soft, because winsound has no volume. The edges fade over 5 ms: without it a loudspeaker clicks.
"""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "branch_desk" / "ui" / "sounds"
RATE = 22_050
VOLUMES = {"loud": 0.55, "soft": 0.14}
# name: (hertz, milliseconds, times)
SOUNDS = {"good": (1568, 90, 1), "nothing": (880, 120, 1), "look": (880, 120, 2), "stop": (330, 220, 2)}
PAUSE_MS, FADE_MS = 70, 5


def samples(hertz: int, milliseconds: int, times: int, volume: float) -> bytes:
    """16-bit samples of the tone, repeated with a pause."""
    length, fade = RATE * milliseconds // 1000, RATE * FADE_MS // 1000
    tone = [
        round(
            32_767 * volume * min(1, n / fade, (length - n) / fade) * math.sin(2 * math.pi * hertz * n / RATE)
        )
        for n in range(length)
    ]
    pause = [0] * (RATE * PAUSE_MS // 1000)
    whole = (tone + pause) * times
    return struct.pack(f"<{len(whole)}h", *whole)


def main() -> None:
    """Write every sound in both volumes."""
    OUT.mkdir(parents=True, exist_ok=True)
    for name, (hertz, milliseconds, times) in SOUNDS.items():
        for volume, factor in VOLUMES.items():
            with wave.open(str(OUT / f"{name}-{volume}.wav"), "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(RATE)
                file.writeframes(samples(hertz, milliseconds, times, factor))


if __name__ == "__main__":
    main()
