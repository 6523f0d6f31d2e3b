"""The house's measures: functions of at most 50 lines, files of 400, templates of 120."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LEFT_OUT = {".venv", "var", "migrations", "node_modules"}


def files(*endings: str) -> Iterator[Path]:
    for path in ROOT.rglob("*"):
        parts = set(path.relative_to(ROOT).parts)
        if path.suffix in endings and not parts & LEFT_OUT:
            yield path


def lines_of(path: Path) -> int:
    return path.read_text().count("\n")


def test_no_file_of_code_is_longer_than_400_lines() -> None:
    found = list(files(".py", ".js", ".css"))
    assert len(found) > 100
    assert [str(path) for path in found if lines_of(path) > 400] == []


def test_no_template_is_longer_than_120_lines() -> None:
    found = list(files(".html"))
    assert len(found) > 40
    assert [str(path) for path in found if lines_of(path) > 120] == []


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path in files(".py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert long == []


def test_the_two_dark_palettes_are_alike() -> None:
    text = (ROOT / "static" / "css" / "tokens.css").read_text()
    _, by_system, by_choice = text.split("color-scheme: dark;")
    wanted = [line.strip() for line in by_choice.split("}")[0].splitlines() if "--" in line]
    found = [line.strip() for line in by_system.split("}")[0].splitlines() if "--" in line]
    assert found == wanted
    assert len(wanted) > 30
