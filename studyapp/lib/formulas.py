"""Formulas in LaTeX to MathML, which browsers draw and screen readers read without a script."""

import re

from latex2mathml.converter import convert

ELEMENTS = {
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msup"),
    *("msub", "msubsup", "mover", "munder", "munderover", "mtable", "mtr", "mtd", "mstyle"),
}
ATTRIBUTES = {
    "math": {"display"},
    "mo": {"stretchy", "fence", "form", "movablelimits"},
    "mi": {"mathvariant"},
    "mspace": {"width"},
    "mover": {"accent"},
    "mtd": {"columnalign"},
}
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(?!\s)([^$\n]+?)(?<!\s)\$(?!\d)", re.DOTALL)
# What the converter does not know it passes on as it is.
UNKNOWN = re.compile(r"\\[A-Za-z]+")


class NotAFormula(ValueError):
    """It cannot be read; the message says why."""


def mathml(latex: str, *, is_display: bool) -> str:
    """`latex` as one MathML element, on a line of its own or within one. Raises NotAFormula."""
    # The converter's errors have no class in common.
    try:
        found: str = convert(latex, display="block" if is_display else "inline")
    except Exception as error:
        raise NotAFormula(type(error).__name__) from error
    if unknown := UNKNOWN.search(found):
        raise NotAFormula(f"{unknown[0]} is not known")
    return found


def faults(text: str) -> list[str]:
    """What is wrong with the formulas in a Markdown text."""
    found = []
    for match in FORMULA.finditer(text):
        latex = match[1] or match[2]
        try:
            mathml(latex, is_display=bool(match[1]))
        except NotAFormula as error:
            found.append(f"the formula `{latex.strip()}` cannot be read: {error}")
    return found
