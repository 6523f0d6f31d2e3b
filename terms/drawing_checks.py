"""Drawings: coloured by classes alone, described, and nothing in them that could run or load."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from studyapp.lib.problems import Problem

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {
    *("svg", "title", "desc", "g", "path", "rect", "circle", "ellipse", "line", "polyline"),
    *("polygon", "text", "tspan", "defs", "marker"),
}
HIGHEST = 460


def check(folder: Path, shown_as: str) -> list[Problem]:
    """All problems of the SVG files in `folder`, which messages call `shown_as`."""
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.svg")):
        file = f"{shown_as}/{path.name}"
        try:
            root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 our own files
        except ET.ParseError as error:
            problems.append(Problem(file, error.position[0], "", "is not well-formed XML"))
            continue
        reasons = [*_root(root, path.stem), *_elements(root, path.stem)]
        problems += [Problem(file, 1, "", reason) for reason in reasons]
    return problems


def _root(root: ET.Element, name: str) -> Iterator[str]:
    box = re.fullmatch(r"0 0 480 (\d+)", root.get("viewBox", ""))
    if not box or int(box[1]) > HIGHEST:
        yield f'viewBox must be "0 0 480 H" with H at most {HIGHEST}'
    if root.get("role") != "img" or root.get("aria-labelledby") != f"{name}-t {name}-d":
        yield f'the root needs role="img" aria-labelledby="{name}-t {name}-d"'
    for tag, identifier in (("title", f"{name}-t"), ("desc", f"{name}-d")):
        found = root.find(f"{SVG}{tag}")
        if found is None or found.get("id") != identifier or not (found.text or "").strip():
            yield f'needs <{tag} id="{identifier}"> with text'


def _elements(root: ET.Element, name: str) -> Iterator[str]:
    for element in root.iter():
        tag = element.tag.removeprefix(SVG)
        if tag not in ALLOWED:
            yield f"<{tag}> is not allowed"
        for attribute in element.attrib:
            if attribute in {"style", "fill", "stroke"} or attribute.startswith("on"):
                yield f"<{tag}> has {attribute}; colour and behaviour come from classes"
            if "href" in attribute:
                yield f"<{tag}> links somewhere"
        identifier = element.get("id", name)
        if not identifier.startswith(name):
            yield f"the id {identifier} does not start with the file's name"
