"""The model's document names tests: they must be there."""

import re
from pathlib import Path

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[2] / "docs" / "model.md"


def test_every_test_that_the_document_names_is_there():
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", DOCUMENT.read_text())
    assert len(named) > 50
    missing = [
        f"{file}::{name}" for file, name in named if f"def {name}(" not in (HERE / file).read_text()
    ]
    assert missing == []
