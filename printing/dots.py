"""A PDF becomes dots of exactly the wanted number, and pictures of them."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass

THRESHOLD = 160  # never dithered: a dithered bar is no bar
_BLACK_IS_ONE = [255 if level < THRESHOLD else 0 for level in range(256)]
_lock = threading.Lock()  # pdfium must not be entered by two threads


@dataclass(frozen=True, slots=True)
class Dots:
    """One bit a dot, 1 is black, each row filled up to whole bytes, first dot in the highest bit."""

    width: int
    height: int
    rows: bytes

    @property
    def stride(self) -> int:
        """Bytes a row."""
        return (self.width + 7) // 8

    def row(self, y: int) -> bytes:
        """One row of dots."""
        return self.rows[y * self.stride : (y + 1) * self.stride]


def grey(pdf: bytes, width: int, height: int, leaf: int = 0) -> bytes:
    """One page as width x height grey levels.

    The size in points must not decide: 64 mm would become 513 pixels.
    """
    import pypdfium2
    from pypdfium2 import raw

    with _lock:
        document = pypdfium2.PdfDocument(pdf)
        page = document[leaf]
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_Gray)
        try:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
            raw.FPDF_RenderPageBitmap(
                bitmap.raw, page.raw, 0, 0, width, height, 0, raw.FPDF_PRINTING | raw.FPDF_GRAYSCALE
            )
            levels, stride = bytes(bitmap.buffer), bitmap.stride
        finally:
            bitmap.close()
            page.close()
            document.close()
    if stride == width:
        return levels[: width * height]
    return b"".join(levels[y * stride : y * stride + width] for y in range(height))


def one_bit(levels: bytes, width: int, height: int) -> Dots:
    """Black or white by a fixed threshold."""
    from PIL import Image

    image = Image.frombytes("L", (width, height), levels).point(_BLACK_IS_ONE, "1")
    return Dots(width, height, image.tobytes())


def png(dots: Dots, dpi: float | None = None) -> bytes:
    """The dots as a black and white PNG."""
    from PIL import Image

    out = io.BytesIO()
    image = Image.frombytes("1", (dots.width, dots.height), bytes(b ^ 0xFF for b in dots.rows))
    image.save(out, "PNG", **({"dpi": (dpi, dpi)} if dpi else {}))
    return out.getvalue()


def pgm(levels: bytes, width: int, height: int) -> bytes:
    """Grey levels as a PGM, which Tk reads in 2 to 5 ms (a PNG takes it 37 to 60)."""
    return b"P5 %d %d 255\n" % (width, height) + levels
