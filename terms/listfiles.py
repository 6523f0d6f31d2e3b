"""The course and the misconceptions: one YAML file with a list of records each."""

from collections.abc import Sequence
from typing import TypeVar

from studyapp.lib.contentfiles import Record, read_yaml, shown, to_yaml, validated
from studyapp.lib.problems import ContentProblems, Problem
from terms.records import MisconceptionRecord, UnitRecord

R = TypeVar("R", bound=Record)


def read_list(record: type[R], text: str, file: str) -> list[R]:
    """A YAML list of `record`s; all problems of all entries at once, as ContentProblems."""
    values, lines = read_yaml(text, file=file)
    if not isinstance(values, list):
        raise ContentProblems([Problem(file, 1, "", "must be a list (`- id: …`)")])
    records: list[R] = []
    problems: list[Problem] = []
    for index, value in enumerate(values):
        try:
            records.append(validated(record, value, file=file, lines=lines, at=(index,)))
        except ContentProblems as error:
            problems.extend(error.problems)
    if problems:
        raise ContentProblems(problems)
    return records


def write_list(records: Sequence[Record]) -> str:
    """The file of `records`, in their order; fields at their default are left out."""
    return "\n".join(to_yaml([shown(record)]) for record in records)


def read_units(text: str, file: str) -> list[UnitRecord]:
    return read_list(UnitRecord, text, file)


def read_misconceptions(text: str, file: str) -> list[MisconceptionRecord]:
    return read_list(MisconceptionRecord, text, file)
