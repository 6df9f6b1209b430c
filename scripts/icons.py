"""The icons of the installed page, drawn from static/icon.svg: `python scripts/icons.py` writes static/app-*.png."""

from __future__ import annotations

from pathlib import Path

import typst

STATIC = Path(__file__).resolve().parent.parent / "static"
# Name, points of the side, share of the side that the mark takes, ground: a mask may cut a tenth off each side.
ICONS = (("app-192", 192, 1.0, "none"), ("app-512", 512, 1.0, "none"), ("app-masked-512", 512, 0.6, "white"))
DRAWN = """
#set page(width: {side}pt, height: {side}pt, margin: 0pt, fill: {ground})
#place(center + horizon, image("icon.svg", width: {share}%))
"""


def draw(name: str, side: int, share: float, ground: str) -> None:
    """One icon, a point a pixel."""
    source = DRAWN.format(side=side, share=share * 100, ground=ground).encode()
    made = typst.Compiler(source, root=str(STATIC)).compile(format="png", ppi=72)
    if not isinstance(made, bytes):
        raise TypeError("Typst answers one page as bytes")
    (STATIC / f"{name}.png").write_bytes(made)


if __name__ == "__main__":
    for icon in ICONS:
        draw(*icon)
