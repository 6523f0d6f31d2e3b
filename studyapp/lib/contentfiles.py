"""Content files: YAML with line numbers, Markdown with YAML front matter, frozen record classes."""

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from studyapp.lib.problems import ContentProblems, Problem, dotted

Place = tuple[int | str, ...]


class Record(BaseModel):
    """A frozen class that is the schema of a file; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    def plain(self) -> dict[str, Any]:
        """Values that JSON and YAML can hold."""
        return self.model_dump(mode="json")


def fingerprint(record: BaseModel) -> str:
    """A digest that changes when, and only when, the content changes. `draft` does not count."""
    plain = record.model_dump(mode="json", exclude={"draft"})
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def shown(record: BaseModel, leave_out: Sequence[str] = ()) -> dict[str, Any]:
    """The record as plain values for a file: fields at their default are left out."""
    plain = record.model_dump(mode="json", exclude_defaults=True)
    return {name: plain[name] for name in plain if name not in leave_out}


R = TypeVar("R", bound=BaseModel)


class _Loader(yaml.SafeLoader):
    """Safe YAML in which dates stay dates and a key may stand only once."""


class _FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same read by libyaml, six times as fast; its messages say less."""


Loader = _Loader | _FastLoader


def _mapping_once(loader: Loader, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
    seen: set[str] = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} stands twice", key.start_mark
                )
            seen.add(key.value)
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


def _date(loader: Loader, node: yaml.ScalarNode) -> Any:
    try:
        return yaml.SafeLoader.construct_yaml_timestamp(loader, node)
    except ValueError as error:
        reason = f"{node.value} is no date: {error}"
        raise yaml.constructor.ConstructorError(None, None, reason, node.start_mark) from error


for _loader in (_Loader, _FastLoader):
    _loader.add_constructor("tag:yaml.org,2002:timestamp", _date)
    _loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_once)


def read_yaml(text: str, *, file: str, first_line: int = 1) -> tuple[Any, dict[Place, int]]:
    """Parse `text`; return its value and the line of every place in it.

    Raises ContentProblems when it is not YAML. `first_line` is where the text starts in `file`.
    """
    try:
        node, value = _parsed(_FastLoader, text)
    except yaml.YAMLError:
        node, value = _parsed_or_told(text, file, first_line)
    lines: dict[Place, int] = {}
    _note_lines(node, (), lines, first_line)
    return value, lines


def _parsed(loader_class: Any, text: str) -> tuple[yaml.Node | None, Any]:
    loader = loader_class(text)
    try:
        node = loader.get_single_node()
        return node, loader.construct_document(node) if node is not None else None
    finally:
        loader.dispose()


def _parsed_or_told(text: str, file: str, first_line: int) -> tuple[yaml.Node | None, Any]:
    """What libyaml refused, read again by the loader that says why. Raises ContentProblems."""
    try:
        return _parsed(_Loader, text)
    except yaml.reader.ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        reason = f"not valid YAML: the sign U+{ord(text[error.position]):04X} is not allowed"
        raise ContentProblems([Problem(file, line, "", reason)]) from error
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        reason = f"not valid YAML: {error.problem}"
        raise ContentProblems([Problem(file, line, "", reason)]) from error


def _note_lines(node: yaml.Node | None, place: Place, lines: dict[Place, int], first: int) -> None:
    if node is None:
        return
    lines[place] = first + node.start_mark.line
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _note_lines(value, (*place, str(key.value)), lines, first)
            lines[*place, str(key.value)] = first + key.start_mark.line
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _note_lines(value, (*place, index), lines, first)


def line_of(place: Sequence[int | str], lines: Mapping[Place, int]) -> int:
    """The line of a place, or of the nearest place around it."""
    steps = tuple(place)
    while steps and steps not in lines:
        steps = steps[:-1]
    return lines.get(steps, 1)


def validated(
    record: type[R], value: Any, *, file: str, lines: Mapping[Place, int], at: Place = ()
) -> R:
    """`value` as a `record`; raises ContentProblems that name every fault with its line."""
    try:
        return record.model_validate(value)
    except ValidationError as error:
        raise ContentProblems(
            [
                Problem(file, line_of((*at, *e["loc"]), lines), dotted(e["loc"]), _reason(e))
                for e in error.errors()
            ]
        ) from error


def _reason(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "unknown key"
    if error["type"] == "missing":
        return "is missing"
    return str(error["msg"]).removeprefix("Value error, ")


def split_front_matter(text: str, *, file: str) -> tuple[str, str, int]:
    """Front matter, body and the line on which the body starts. Raises ContentProblems."""
    if not text.startswith("---\n"):
        raise ContentProblems([Problem(file, 1, "", "must start with a line `---` (front matter)")])
    end = text.find("\n---\n", 3)
    if end < 0:
        raise ContentProblems([Problem(file, 1, "", "the front matter has no closing `---`")])
    front = text[4 : end + 1]
    return front, text[end + 5 :], front.count("\n") + 3


class _Dumper(yaml.SafeDumper):
    """YAML as an editor would write it: block text with `|`, quoted topics, no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def to_yaml(value: Any) -> str:
    """`value` as readable YAML. Lines that end in a space lose it, so that `|` can be used."""
    return yaml.dump(_tidy(value), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=98)


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return _as_date("\n".join(line.rstrip() for line in value.split("\n")))
    if isinstance(value, Mapping):
        return {key: _tidy(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_tidy(entry) for entry in value]
    return value


def _as_date(text: str) -> Any:
    """A date that JSON made text is a date again, so that YAML writes it unquoted."""
    try:
        return datetime.date.fromisoformat(text) if len(text) == 10 else text
    except ValueError:
        return text


def relative(path: Path, root: Path) -> str:
    """`path` as it is shown to people: below `root` when it is."""
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
