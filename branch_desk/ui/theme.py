"""One Theme holds what the pictures look like: colours, fonts in points, measures that follow the size of
text.

sv-ttk fixes its fonts in pixels (sv.tcl, -size -14), so at tk scaling 2.0 rows grow and text does not:
every named font is set again in points here. With 軽い表示 or high contrast the plain theme of the system is
used instead.
"""

from __future__ import annotations

import sys
import tkinter as tk
from dataclasses import dataclass
from tkinter import font as tkfont
from tkinter import ttk

from branch_desk.ui import tokens

# A family may be listed under its English or its Japanese name.
PROPORTIONAL = (
    "BIZ UDPGothic",
    "BIZ UDPゴシック",
    "BIZ UDGothic",
    "BIZ UDゴシック",
    "Yu Gothic UI",
    "Meiryo UI",
    "Noto Sans CJK JP",
)
HELD_FONTS = ("TkDefaultFont", "TkTextFont")
EVEN = ("BIZ UDGothic", "BIZ UDゴシック", "MS Gothic", "ＭＳ ゴシック", "Noto Sans Mono CJK JP")


@dataclass(frozen=True, slots=True)
class Look:
    """What staff may choose of the appearance."""

    step: int = tokens.STANDARD
    contrast: bool = False
    plain: bool = False


class Theme:
    """Colours, fonts and measures of one window; made after Tk is there."""

    def __init__(self, root: tk.Tk, look: Look = Look(), *, practice: bool = False) -> None:
        self.root = root
        self.practice = practice
        self.dpi = _fit_scaling(root)
        present = set(tkfont.families(root))
        self.family = next((name for name in PROPORTIONAL if name in present), "TkDefaultFont")
        self.even_family = next((name for name in EVEN if name in present), "TkFixedFont")
        self._fonts: dict[tuple[str, bool, bool], tkfont.Font] = {}
        # Every widget begins with Tk's own font before it gets ours. Where nothing holds that, Tk opens and closes it
        # anew each time: 0.6 of the 0.65 ms of a label (measured), a quarter of the first screen.
        for name in HELD_FONTS:
            tk.Label(root, name=f"holds-{name.lower()}", font=name)
        self.look = look
        self.apply(look)

    # ---- what screens ask

    @property
    def narrow(self) -> bool:
        """大 and 特大: one column, the side column goes behind a key."""
        return self.look.step > 1

    def color(self, name: str) -> str:
        """The colour of a token; in practice everything blue is violet."""
        if self.practice:
            name = {
                "blue": "violet",
                "select": "violet",
                "blue_bg": "violet_bg",
                "on_select": "on_violet",
                "on_blue": "on_violet",
            }.get(name, name)
        return self._colors[name]

    def font(self, role: str = "body", *, bold: bool = False, even: bool = False) -> tkfont.Font:
        """The font of a role; the same object is configured again when the size of text changes."""
        key = (role, bold, even)
        if key not in self._fonts:
            self._fonts[key] = tkfont.Font(
                self.root,
                family=self.even_family if even else self.family,
                size=tokens.POINTS[role][self.look.step],
                weight="bold" if bold else "normal",
            )
        return self._fonts[key]

    def px(self, pixels: float) -> int:
        """A distance of the pictures on this screen at this size of text."""
        return round(pixels * tokens.SCALE[self.look.step] * self.dpi)

    def fixed(self, pixels: float) -> int:
        """A distance that does not grow with the text, only with the resolution of the screen."""
        return round(pixels * self.dpi)

    @property
    def target(self) -> int:
        """Least height of what can be pressed."""
        return self.fixed(tokens.TARGET[self.look.step])

    # ---- setting it up

    def apply(self, look: Look) -> None:
        """Take another look: fonts at once; widgets with fixed measures are to be built again by their
        owner."""
        self.look = look
        self._colors = tokens.CONTRAST if look.contrast else tokens.LIGHT
        for (role, _, _), font in self._fonts.items():
            font.configure(size=tokens.POINTS[role][look.step])
        style = ttk.Style(self.root)
        if look.contrast:
            style.theme_use("clam")
        elif look.plain:
            style.theme_use("vista" if sys.platform == "win32" else "clam")
        else:
            import sv_ttk

            sv_ttk.set_theme("light", self.root)
        body = tokens.POINTS["body"][look.step]
        for name in tkfont.names(self.root):
            if name.startswith(("SunValley", "Tk")):
                tkfont.nametofont(name, root=self.root).configure(family=self.family, size=body)
        self._style(style)
        self.root.configure(background=self.color("bg"))

    def _style(self, style: ttk.Style) -> None:
        color = self.color
        style.configure("TEntry", padding=(self.px(8), self.px(4)), foreground=color("ink"))
        style.configure(
            "Treeview",
            rowheight=self.fixed(tokens.ROW[self.look.step]),
            font=self.font("body", even=True),
            indent=0,
            background=color("surface"),
            fieldbackground=color("surface"),
            foreground=color("ink"),
            borderwidth=0,
        )
        style.configure("Two.Treeview", rowheight=self.fixed(tokens.ROW_OF_TWO[self.look.step]))
        style.configure(
            "Treeview.Heading",
            font=self.font("caption", bold=True),
            padding=(self.px(8), self.px(6)),
            foreground=color("ink2"),
            background=color("bg"),
        )
        style.configure("Treeview.Item", padding=(self.px(8), 0))
        style.map(
            "Treeview",
            background=[("selected", color("select"))],
            foreground=[("selected", color("on_select"))],
        )
        style.map("Treeview.Heading", background=[("active", color("bg"))])
        # without the indicator, which only shifts the first column
        style.layout(
            "Treeview.Item",
            [
                (
                    "Treeitem.padding",
                    {
                        "sticky": "nswe",
                        "children": [
                            ("Treeitem.image", {"side": "left", "sticky": ""}),
                            ("Treeitem.text", {"side": "left", "sticky": ""}),
                        ],
                    },
                )
            ],
        )
        if self.look.contrast or self.look.plain:  # clam may be both in turn, and keeps what it was told
            style.configure(
                "TEntry",
                fieldbackground=color("surface"),
                insertcolor=color("ink"),
                bordercolor=color("line"),
                lightcolor=color("line"),
                darkcolor=color("line"),
            )
            style.map(
                "TEntry",
                fieldbackground=[("readonly", color("surface"))],
                foreground=[("disabled", color("mute"))],
            )
            style.configure(
                "Vertical.TScrollbar",
                background=color("control"),
                troughcolor=color("bg"),
                bordercolor=color("line"),
                arrowcolor=color("bg"),
            )


def _fit_scaling(root: tk.Tk) -> float:
    """Factor from the pixels of the pictures (96 dpi) to those of this screen, reduced where the window
    would not fit."""
    wanted = root.winfo_fpixels("1i") / 96
    fits = min(
        root.winfo_screenwidth() / tokens.WINDOW[0], (root.winfo_screenheight() - 20) / tokens.WINDOW[1]
    )
    factor = max(0.75, min(wanted, fits)) if fits < wanted else wanted
    root.tk.call("tk", "scaling", factor * 96 / 72)
    return factor
