"""A drawing with numbered spots, and without its words while they are asked for."""

import re
from collections.abc import Sequence
from functools import cache

from terms.templatetags.drawings import drawing

VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
# A number on a disc names a step of the drawing and would be taken for a spot.
BADGES = re.compile(r'<circle class="d-ink"[^>]*/>\s*<text\b[^>]*>[^<]*</text>')
# What stands on an ion or a protein (`d-on`) is its sign and stays.
WORDS = re.compile(r"<text\b(?![^>]*\bd-on\b).*?</text>", re.DOTALL)
TOLD = re.compile(r"<(title|desc)\b.*?</\1>", re.DOTALL)
LABELLED_BY = re.compile(r'\saria-labelledby="[^"]*"')
RADIUS = 15


@cache
def _bare(name: str) -> str:
    """The drawing without what it says in words, for the eye and for a screen reader."""
    return LABELLED_BY.sub("", TOLD.sub("", WORDS.sub("", _unnumbered(name))), count=1)


@cache
def _unnumbered(name: str) -> str:
    return BADGES.sub("", drawing(name))


def diagram(name: str, spots: Sequence[tuple[float, float]], *, is_labeled: bool) -> str:
    """The SVG with a numbered spot at each place, given in per cent of width and height.

    Empty when there is no drawing of that name.
    """
    svg = _unnumbered(name) if is_labeled else _bare(name)
    box = VIEW_BOX.search(svg)
    if box is None:
        return ""
    width, height = float(box[1]), float(box[2])
    marks = "".join(
        _spot(number, width * x / 100, height * y / 100) for number, (x, y) in enumerate(spots, 1)
    )
    if not is_labeled:
        told = f"Drawing with spots numbered 1 to {len(spots)}; the list says where each is."
        svg = svg.replace("<svg", f'<svg aria-label="{told}"', 1)
    return svg.replace("</svg>", f'<g class="d-spots" aria-hidden="true">{marks}</g></svg>')


def _spot(number: int, x: float, y: float) -> str:
    return (
        f'<circle class="d-spot" cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}"/>'
        f'<text class="d-spot-number" x="{x:.1f}" y="{y:.1f}">{number}</text>'
    )
