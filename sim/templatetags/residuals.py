"""Numbers of the validation page as people write them."""

from django import template

register = template.Library()
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@register.filter
def measured(number: float) -> str:
    """A measured number with up to six digits and a true minus sign."""
    return f"{number:.6g}".replace("-", "−") if abs(number) >= 1e-4 or not number else power(number)


@register.filter
def residual(number: float) -> str:
    """How large a difference is: its order of magnitude matters."""
    return f"{number:.2g}" if not number or abs(number) >= 1e-3 else power(number)


def power(number: float) -> str:
    """`1.5e-9` → `1.5 × 10⁻⁹`."""
    digits, _, exponent = f"{number:.1e}".partition("e")
    return f"{digits} × 10{str(int(exponent)).translate(SUPERSCRIPT)}".replace("-", "−")
