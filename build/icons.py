"""Draw the shapes of states and verdicts once into branch_desk/ui/images: python build/icons.py

Tk's canvas has no smooth edges, so the shapes are PNG. Each is kept once a size without a colour: a pixel
of the palette is (how much of the ground colour, how opaque) in 16 x 16 steps, and the window writes its
own palette when it loads the file. So light, high contrast, practice and the selected row of a table need
no files of their own.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).resolve().parent.parent
OUT = HERE / "branch_desk" / "ui" / "images"
SIZES = (16, 20, 25, 36, 45, 96, 120)
TIMES = 8  # drawn so many times too large, then reduced
BARS = ((2, 2), (5.5, 1.2), (8, 2.6), (12.4, 1.2), (15, 2.6), (19, 1.2), (21, 1.6))
PROGRAM_BARS = ((7.2, 1.2), (9.2, 0.6), (10.6, 1.6), (13, 0.6), (14.6, 1.2), (16.4, 0.5))
GROUND = "#0B4F9E"  # tokens.LIGHT["blue"]
ICON_SIZES = (256, 128, 64, 48, 32, 24, 20, 16)
WINDOW_SIZES = (16, 32, 64)

# name of the file: (shape, sign)
SHAPES = {
    "tray": ("tray", ""),
    "bag": ("bag", ""),
    "arrow": ("arrow", ""),
    "house": ("house", ""),
    "tick": ("disc", "tick"),
    "struck": ("struck", ""),
    "turn-back": ("turn-back", ""),
    "flag": ("flag", ""),
    "blank": ("blank", ""),
    "ring": ("ring", ""),
    "stamp": ("stamp", "済"),
    "triangle": ("triangle", "!"),
    "signpost": ("signpost", "→"),
    "octagon": ("octagon", "×"),
    "diamond": ("diamond", "?"),
    "hatched": ("hatched", "練"),
    "square": ("square", "×"),
    "bars": ("bars", ""),
    "copy": ("page", "控"),
    "clock": ("clock", ""),
    "differs": ("square", "≠"),
}
FILL, ON = 0, 255


class Pen:
    """Draws on two planes: which of the two colours, and how opaque."""

    def __init__(self, size: int) -> None:
        self.n = size * TIMES
        self.u = self.n / 24.0
        self.color = Image.new("L", (self.n, self.n), FILL)
        self.cover = Image.new("L", (self.n, self.n), 0)
        self._planes = ImageDraw.Draw(self.color), ImageDraw.Draw(self.cover)

    def _both(self, method: str, xy: list[float], ink: int, **kw: object) -> None:
        for plane, value in zip(self._planes, (ink, 255), strict=True):
            getattr(plane, method)(
                [c * self.u for c in xy], **{k: (value if v == "ink" else v) for k, v in kw.items()}
            )

    def solid(self, method: str, *xy: float, ink: int = FILL) -> None:
        self._both(method, list(xy), ink, fill="ink")

    def rounded(self, *xy: float, radius: float, ink: int = FILL) -> None:
        self._both("rounded_rectangle", list(xy), ink, radius=radius * self.u, fill="ink")

    def outline(self, *xy: float, width: float, ink: int = FILL) -> None:
        self._both("ellipse", list(xy), ink, outline="ink", width=self._w(width))

    def line(self, *xy: float, width: float, ink: int = FILL) -> None:
        self._both("line", list(xy), ink, fill="ink", width=self._w(width), joint="curve")

    def arc(self, *xy: float, start: int, end: int, width: float) -> None:
        self._both("arc", list(xy), FILL, start=start, end=end, fill="ink", width=self._w(width))

    def sign(self, x: float, y: float, text: str, points: float, ink: int) -> None:
        font = ImageFont.truetype(_bold(), int(points * self.u))
        for plane, value in zip(self._planes, (ink, 255), strict=True):
            plane.text((x * self.u, y * self.u), text, font=font, fill=value, anchor="mm")

    def _w(self, width: float) -> int:
        return max(1, int(width * self.u))


def _bold() -> str:
    from printing import FONT_FILES

    return str(FONT_FILES["bold"])


def draw(shape: str, sign: str, size: int) -> Image.Image:
    """One shape as a palette image of 256 (colour, opacity) pairs."""
    p = Pen(size)
    _shape(p, shape)
    _sign(p, shape, sign)
    color = p.color.resize((size, size), Image.Resampling.LANCZOS)
    cover = p.cover.resize((size, size), Image.Resampling.LANCZOS)
    image = Image.new("P", (size, size))
    image.putdata([(c >> 4) * 16 + (a >> 4) for c, a in zip(color.tobytes(), cover.tobytes(), strict=True)])
    image.putpalette([value for i in range(256) for value in [(i >> 4) * 17] * 3])
    image.info["transparency"] = bytes((i & 15) * 17 for i in range(256))
    return image


def _shape(p: Pen, shape: str) -> None:
    if shape == "tray":
        p.rounded(2.5, 2.5, 21.5, 21.5, radius=3)
        p.line(6.5, 12, 6.5, 17, 17.5, 17, 17.5, 12, width=2.4, ink=ON)
        p.line(12, 6, 12, 12.5, width=2.4, ink=ON)
        p.solid("polygon", 8.6, 10.2, 15.4, 10.2, 12, 14.2, ink=ON)
    elif shape == "bag":
        p.arc(7.6, 1.4, 16.4, 11, start=180, end=360, width=2.4)
        p.solid("polygon", 3.2, 7, 20.8, 7, 22, 22, 2, 22)
        p.line(7, 13, 17, 13, width=2.2, ink=ON)
        p.line(7, 17, 17, 17, width=2.2, ink=ON)
    elif shape == "arrow":
        p.solid("polygon", 2, 7, 12, 7, 12, 2, 22.5, 12, 12, 22, 12, 17, 2, 17)
    elif shape == "house":
        p.solid("polygon", 12, 1.5, 23, 11, 1, 11)
        p.solid("rectangle", 4, 10, 20, 22)
        p.solid("rectangle", 9.5, 14, 14.5, 22, ink=ON)
    elif shape == "disc":
        p.solid("ellipse", 1.5, 1.5, 22.5, 22.5)
    elif shape == "struck":
        p.outline(2, 2, 22, 22, width=2.9)
        p.line(5.6, 5.6, 18.4, 18.4, width=2.9)
    elif shape == "turn-back":
        p.line(6, 8.5, 15, 8.5, width=2.9)
        p.arc(9.5, 7.1, 20.5, 19.4, start=270, end=90, width=2.9)
        p.line(15, 18, 6, 18, width=2.9)
        p.solid("polygon", 8.2, 2.4, 8.2, 14.6, 1.6, 8.5)
    elif shape == "flag":
        p.solid("rectangle", 4, 2, 6.6, 22.5)
        p.solid("polygon", 6.6, 2.6, 21.5, 8.3, 6.6, 14)
    elif shape == "blank":
        for start in (2.0, 9.0, 16.0):
            p.line(start, 3, start + 5, 3, width=2.2)
            p.line(start, 21, start + 5, 21, width=2.2)
            p.line(3, start, 3, start + 5, width=2.2)
            p.line(21, start, 21, start + 5, width=2.2)
    elif shape == "ring":
        p.outline(1.5, 1.5, 22.5, 22.5, width=3.6)
    elif shape == "stamp":
        p.outline(1.5, 1.5, 22.5, 22.5, width=1.8)
    elif shape == "triangle":
        p.solid("polygon", 12, 1.6, 23.4, 21.8, 0.6, 21.8)
    elif shape == "octagon":
        p.solid("polygon", 7.4, 1, 16.6, 1, 23, 7.4, 23, 16.6, 16.6, 23, 7.4, 23, 1, 16.6, 1, 7.4)
    elif shape == "diamond":
        p.solid("polygon", 12, 0.6, 23.4, 12, 12, 23.4, 0.6, 12)
    elif shape == "signpost":
        p.solid("polygon", 2, 3, 15, 3, 23, 12, 15, 21, 2, 21)
    elif shape == "square":
        p.rounded(2, 2, 22, 22, radius=2)
    elif shape == "page":
        p.solid("polygon", 3.5, 1.5, 15.5, 1.5, 20.5, 6.5, 20.5, 22.5, 3.5, 22.5)
        p.solid("polygon", 15.5, 1.5, 20.5, 6.5, 15.5, 6.5, ink=ON)
    elif shape == "clock":
        p.outline(1.5, 1.5, 22.5, 22.5, width=2.8)
        p.line(12, 6, 12, 12.6, 16.6, 15.4, width=2.6)
        p.line(3.2, 20.8, 20.8, 3.2, width=4.2, ink=ON)
        p.line(3.2, 20.8, 20.8, 3.2, width=2)
    elif shape == "hatched":
        p.rounded(1.5, 1.5, 22.5, 22.5, radius=2)
        for start in range(-24, 24, 4):
            p.line(start, 24, start + 24, 0, width=0.7, ink=ON)
        p.solid("rectangle", 5, 5, 19, 19, ink=ON)
        edge = Image.new("L", (p.n, p.n), 0)
        ImageDraw.Draw(edge).rounded_rectangle([c * p.u for c in (1.5, 1.5, 22.5, 22.5)], 2 * p.u, fill=255)
        p.cover.paste(edge)
    elif shape == "bars":
        for x, width in BARS:
            p.solid("rectangle", x, 3, x + width, 21)
        p.line(0, 18, 24, 6, width=4, ink=ON)
        p.line(1, 17.5, 23, 6.5, width=1.6)
    else:
        raise ValueError(shape)


def _sign(p: Pen, shape: str, sign: str) -> None:
    if sign == "tick":
        p.line(6.6, 12.4, 10.6, 16.4, 17.6, 8.2, width=2.8, ink=ON)
    elif sign == "×":
        p.line(7, 7, 17, 17, width=3.2, ink=ON)
        p.line(17, 7, 7, 17, width=3.2, ink=ON)
    elif sign == "→":
        p.line(5, 12, 14, 12, width=2.8, ink=ON)
        p.solid("polygon", 12.5, 7.2, 19, 12, 12.5, 16.8, ink=ON)
    elif sign == "≠":
        for stroke in ((6.5, 9.6, 17.5, 9.6), (6.5, 14.4, 17.5, 14.4), (9, 18, 15, 6)):
            p.line(*stroke, width=2.2, ink=ON)
    elif sign:
        low = 14.6 if shape in ("triangle", "page") else 12
        p.sign(12, low, sign, 12 if sign in "練済控" else 13, FILL if sign in "練済" else ON)


def program(size: int) -> Image.Image:
    """The icon of the program itself: a slip with its bars, on the blue of the frame."""
    large = Image.new("RGBA", (size * TIMES, size * TIMES))
    pen, unit = ImageDraw.Draw(large), size * TIMES / 24
    pen.rounded_rectangle([0, 0, large.width - 1, large.height - 1], 4 * unit, fill=GROUND)
    pen.rectangle([5 * unit, 2.5 * unit, 19 * unit, 21.5 * unit], fill="white")
    fine = size >= 32  # below that, lines of text would be a grey smear
    for y in (5.6, 8.6, 11.6) if fine else (6.5,):
        pen.rectangle([7.2 * unit, y * unit, (16.8 if y < 11 else 12.5) * unit, (y + (1.2 if fine else 2.5)) * unit], fill=GROUND)
    for x, width in PROGRAM_BARS if fine else ((7, 2), (11, 2), (15, 2)):
        pen.rectangle([x * unit, (14.4 if fine else 12) * unit, (x + width) * unit, 19.2 * unit], fill="black")
    return large.resize((size, size), Image.Resampling.LANCZOS)


def program_icon(path: Path) -> None:
    """The icon of the exe and of the installer, in the sizes that Windows shows."""
    largest, *smaller = [program(size) for size in ICON_SIZES]
    largest.save(path, format="ICO", sizes=[(size, size) for size in ICON_SIZES], append_images=smaller)


def main() -> None:
    """Write every shape in every size, and the icon that the window shows."""
    OUT.mkdir(parents=True, exist_ok=True)
    for name, (shape, sign) in SHAPES.items():
        for size in SIZES:
            image = draw(shape, sign, size)
            image.save(OUT / f"{name}-{size}.png", transparency=image.info["transparency"], optimize=False)
    for size in WINDOW_SIZES:
        program(size).save(OUT / f"program-{size}.png")


if __name__ == "__main__":
    import sys

    sys.path.insert(0, str(HERE))
    main()
