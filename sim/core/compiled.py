"""The one way functions of this package are compiled to machine code (Numba).

Compiled code is cached on disk, in `NUMBA_CACHE_DIR` when that is set and beside the package
otherwise. Numba renews a cached function when its own file changes, not when a function it
calls in another file does, so each state of the package's source gets a folder of its own.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])

_PACKAGE = Path(__file__).parent


def source_fingerprint() -> str:
    """Return a short hash of the package's source files, the same for the same text."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _cache_folder() -> str | None:
    given = os.environ.get("NUMBA_CACHE_DIR")
    if given:
        return str(Path(given) / source_fingerprint())
    beside = _PACKAGE / "__pycache__"
    if os.access(beside if beside.exists() else _PACKAGE, os.W_OK):
        return str(beside / f"numba-{source_fingerprint()}")
    return None  # read-only installation: Numba falls back to the user's own cache


_config: Any = numba.config
_config.CACHE_DIR = _cache_folder() or ""

# Division by zero gives an infinity or NaN, as in NumPy; the solvers refuse such steps.
_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy"}
_INSIDE: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def compiled(function: Function) -> Function:
    """Compile `function` at its first call; it runs without holding the interpreter lock."""
    return cast(Function, numba.njit(**_OPTIONS)(function))


def compiled_inside(function: Function) -> Function:
    """Compile a function that only compiled code calls: no way in from Python, less to build."""
    return cast(Function, numba.njit(**_OPTIONS, **_INSIDE)(function))
