"""All exchange formats, in one written table."""

from quizzes.formats import aiken, csv_table, gift
from quizzes.formats.exchange import Format

FORMATS = {
    each.name: each
    for each in (
        Format("gift", ".gift", gift.read, gift.write, gift.CARRIES),
        Format("aiken", ".txt", aiken.read, aiken.write, aiken.CARRIES),
        Format("csv", ".csv", csv_table.read, csv_table.write, csv_table.CARRIES),
    )
}


def guessed(file: str, content: bytes) -> Format | None:
    """The format of a file, from its name, or from an ANSWER line or an answer block."""
    name = file.lower()
    by_suffix = next((each for each in FORMATS.values() if name.endswith(each.suffix)), None)
    if by_suffix is not None and by_suffix.name != "aiken":
        return by_suffix
    if b"\nANSWER:" in content.replace(b"\r", b"\n"):
        return FORMATS["aiken"]
    return FORMATS["gift"] if b"{" in content and b"=" in content else None
