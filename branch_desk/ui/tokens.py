"""Design tokens: every colour, size of type and measure that a screen may use. The pictures of the design
fix the values.

Contrast ratios (WCAG): ink on surface 17.4, ink2 on bg 7.6, mute on bg 5.4, blue on white 8.0, green on
its ground 5.7, amber 6.8, red 5.9, violet 8.3; nothing that is read is below 4.5.
"""

from __future__ import annotations

from typing import Final

LIGHT: Final[dict[str, str]] = {
    "bg": "#F4F6F8",
    "surface": "#FFFFFF",
    "rail": "#E9EDF2",
    "line": "#CBD1D9",
    "control": "#6B717A",
    "ink": "#1A1A1C",
    "ink2": "#4A4F57",
    "mute": "#5F656E",
    "blue": "#0B4F9E",
    "blue_bg": "#E7F0FA",
    "on_blue": "#FFFFFF",
    "green": "#0F6B3A",
    "green_bg": "#E3F3E8",
    "red": "#B3141D",
    "red_bg": "#FCE9E9",
    "amber": "#7A4A00",
    "amber_bg": "#FFF3D1",
    "violet": "#5B2A86",
    "violet_bg": "#F1E8F8",
    "violet_stripe": "#7A4BA6",
    "on_violet": "#FFFFFF",
    "grey": "#4A4F57",
    "grey_bg": "#ECEEF1",
    "focus": "#FFD43D",
    "focus_edge": "#000000",
    "on_fill": "#FFFFFF",
    "select": "#0B4F9E",
    "on_select": "#FFFFFF",
    "zebra": "#F8FAFB",
    "paper": "#FFFFFF",
    "paper_ink": "#000000",
    "paper_edge": "#8B929C",
    "paper_shadow": "#D9DEE5",
    "cover": "#18324F",
    "on_cover": "#FFFFFF",
    "on_cover2": "#C9D6E4",
}

CONTRAST: Final[dict[str, str]] = {
    "bg": "#000000",
    "surface": "#000000",
    "rail": "#000000",
    "line": "#FFFFFF",
    "control": "#FFFFFF",
    "ink": "#FFFFFF",
    "ink2": "#FFFFFF",
    "mute": "#D0D0D0",
    "blue": "#5CE1FF",
    "blue_bg": "#000000",
    "on_blue": "#000000",
    "green": "#3DFF8B",
    "green_bg": "#000000",
    "red": "#FF8A8A",
    "red_bg": "#000000",
    "amber": "#FFC24B",
    "amber_bg": "#000000",
    "violet": "#D9A8FF",
    "violet_bg": "#000000",
    "violet_stripe": "#8A5FB0",
    "on_violet": "#000000",
    "grey": "#D0D0D0",
    "grey_bg": "#000000",
    "focus": "#FFFF00",
    "focus_edge": "#FFFF00",
    "on_fill": "#000000",
    "select": "#FFFF00",
    "on_select": "#000000",
    "zebra": "#000000",
    "paper": "#FFFFFF",
    "paper_ink": "#000000",
    "paper_edge": "#FFFFFF",
    "paper_shadow": "#000000",
    "cover": "#000000",
    "on_cover": "#FFFFFF",
    "on_cover2": "#FFFFFF",
}

# The four sizes of text are named by what the setting shows: 小 標準 大 特大.
STEPS: Final = ("小", "標準", "大", "特大")
STANDARD: Final = 1

# role: points at 小 / 標準 / 大 / 特大 (Tk takes whole points only)
POINTS: Final[dict[str, tuple[int, int, int, int]]] = {
    "caption": (10, 11, 12, 14),
    "body": (11, 12, 14, 17),
    "entry": (12, 14, 16, 19),
    "next": (12, 13, 15, 18),
    "title": (14, 16, 18, 20),
    "number": (16, 20, 22, 25),
    "verdict": (32, 38, 42, 46),
}
SCALE: Final = (0.94, 1.0, 1.1, 1.25)  # spacing and fixed widths
ROW: Final = (32, 36, 40, 44)  # height of a table row at 96 dpi
ROW_OF_TWO: Final = (38, 42, 48, 58)  # the same where official names wrap to a second line
TARGET: Final = (40, 44, 48, 56)  # least height of anything that can be pressed

# The window: 1366x768 less the title bar (31) and the task bar (48) of Windows, rounded down by one.
WINDOW: Final = (1366, 688)
RAIL_WIDTH: Final = 172
RAIL_ROW: Final = (46, 46, 46, 40)  # before scaling: nine rows must stay above the keys bar at 特大
TITLE_HEIGHT: Final = 48
NEXT_HEIGHT: Final = 44
BAND_HEIGHT: Final = 28
MARGIN: Final = (16, 12)
