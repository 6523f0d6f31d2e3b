"""Asking `/sim/run/` and reading its answers, for tests."""

import base64
import json
from typing import Any

import numpy as np
from django.test import Client
from numpy.typing import NDArray

URL = "/sim/run/"


def post(body: Any, **extra: Any) -> Any:
    """The response to `body`: text and bytes as they are, anything else as JSON."""
    raw = body if isinstance(body, str | bytes) else json.dumps(body)
    client = Client(enforce_csrf_checks=True)
    return client.post(URL, raw, **{"content_type": "application/json"} | extra)


def values(answer: dict[str, Any], column: str) -> NDArray[Any]:
    """A column of an answer, out of its typed array."""
    kept = answer["data"][column]
    return np.frombuffer(base64.b64decode(kept["bdata"]), dtype=kept["dtype"])


def wheres(response: Any) -> list[str]:
    """Where the problems of a refusal are."""
    return [problem["where"] for problem in response.json()["problems"]]
