"""How a cohort picture is made and saved: size, style, title, stamp, alt text."""

from __future__ import annotations

import html
import io
import textwrap
from contextlib import AbstractContextManager
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from retrieval.cohort.result import CohortResult
from retrieval.evidence import Frozen

Format = Literal["svg", "png"]
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "cohort",
    "text.parse_math": False,  # a title may hold dollar signs
}


class Picture(Frozen):
    """An image and what it shows, for those who cannot see it."""

    data: bytes
    media_type: Literal["image/svg+xml", "image/png"]
    alt: str


def style() -> AbstractContextManager[None]:
    """matplotlib's settings while a picture is drawn."""
    return mpl.rc_context(_STYLE)


def canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """Axes of this size in inches; what is written around them widens the saved picture."""
    figure = Figure(figsize=(width, height))
    return figure, figure.add_axes((0.0, 0.0, 1.0, 1.0))


def save(figure: Figure, axes: Axes, kind: Format, result: CohortResult, alt: str) -> Picture:
    """The figure as a picture, titled, and stamped where the data is synthetic."""
    title = textwrap.wrap(result.title, 64)
    axes.set_title("\n".join(title), loc="left", fontsize=11)
    axes.set_axisbelow(True)
    if result.data.synthetic:
        alt = f"Synthetic data. {alt}"
        axes.annotate(
            "SYNTHETIC DATA",
            (1, 1),
            (-3, 10 + 16 * len(title)),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="right",
            color="white",
            weight="bold",
            fontsize=8,
            bbox={"facecolor": "#9c1c1c", "edgecolor": "none", "pad": 3},
        )
    buffer = io.BytesIO()
    if kind == "png":
        figure.savefig(buffer, format="png", dpi=160, bbox_inches="tight", metadata={"Description": alt})
        return Picture(data=buffer.getvalue(), media_type="image/png", alt=alt)
    figure.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None})
    return Picture(data=_named(buffer.getvalue().decode(), alt).encode(), media_type="image/svg+xml", alt=alt)


def _named(svg: str, alt: str) -> str:
    """The SVG with `alt` as its accessible name."""
    start = svg.index("<svg ")
    end = svg.index(">", start)
    return f'{svg[:end]} role="img"><title>{html.escape(alt)}</title>{svg[end + 1 :]}'
