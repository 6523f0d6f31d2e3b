"""The command `python -m sim.core`."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.core.__main__ import main

ROOT = Path(__file__).parents[3]
GOOD = {
    "preset": "animal_cell",
    "events": [{"t_s": 60, "set": {"ouabain": 1.0}}],
    "until_s": 120,
    "sample_t_s": [0, 60, 61, 120],
}


@pytest.fixture
def run_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(content):
        text = content if isinstance(content, str) else json.dumps(content)
        Path("RUN.json").write_text(text, encoding="utf-8")
        return "RUN.json"

    return write


def test_a_good_file_gives_csv(run_file, capsys):
    assert main([run_file(GOOD)]) == 0
    out, err = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [float(row["t_s"]) for row in rows] == [0, 60, 61, 120]
    assert float(rows[2]["v_mV"]) == pytest.approx(-54.4, abs=0.1)
    assert err == ""


def test_spike_times_come_as_json_on_standard_error(run_file, capsys):
    run = GOOD | {"preset": "neuron", "events": [{"t_s": 0, "set": {"stimulus_pA": 60}}]}
    run |= {"until_s": 0.3, "sample_t_s": [0.3]}
    assert main([run_file(run), "--spikes", "--rtol", "1e-6"]) == 0
    spikes = json.loads(capsys.readouterr().err)
    assert len(spikes) > 5
    assert spikes == sorted(spikes)


BAD = [
    # content, line after "RUN.json: ", reason
    (
        GOOD | {"events": [{"t_s": 1, "set": {}}, {"t_s": 2, "set": {"ouabain": 2}}]},
        "events[1].set.ouabain: must be between 0 and 1",
        "out of range",
    ),
    (GOOD | {"preset": "plant"}, "preset: must be one of animal_cell, neuron, squid_axon", ""),
    (GOOD | {"dt": 1}, "dt: unknown name", "unknown key"),
    ("{", "JSON: Expecting property name", "broken JSON"),
    ("", "JSON: Expecting value at line 1 column 1", "an empty file"),
    ('{"until_s": NaN}', "JSON: NaN is not a number of JSON", "not JSON"),
    ('{"until_s": -Infinity}', "JSON: -Infinity is not a number of JSON", "not JSON"),
    ('{"until_s": 1, "until_s": 2}', "JSON: 'until_s' is given twice", "ambiguous"),
    ("[" * 100_000, "JSON: ", "too deep"),
    ("[1, 2]", "run: must be an object", "not a run"),
    ("9" * 5000, "JSON: ", "a number too long to read"),
]


@pytest.mark.parametrize(("content", "line", "reason"), BAD, ids=lambda case: str(case)[:30])
def test_a_bad_file_gets_one_line_and_no_output(run_file, capsys, content, line, reason):
    assert main([run_file(content)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"RUN.json: {line}")
    assert err.count("\n") == 1


def test_a_missing_file_and_one_that_is_no_text_are_refused(run_file, capsys):
    assert main(["absent.json"]) == 2
    assert (
        capsys.readouterr().err == "absent.json: file: cannot be read (No such file or directory)\n"
    )
    name = run_file("")
    Path(name).write_bytes(b"\xff\xfe\x00")
    assert main([name]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_run_that_stops_early_says_so_after_its_rows(run_file, capsys):
    run = GOOD | {"events": [{"t_s": 60, "set": {"stimulus_pA": -1e6}}]}
    assert main([run_file(run)]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 3
    assert "RUN.json: stopped at" in err


@pytest.mark.parametrize("rtol", ["0", "-1", "1", "nan", "x"])
def test_a_senseless_tolerance_is_refused(run_file, capsys, rtol):
    with pytest.raises(SystemExit) as caught:
        main([run_file(GOOD), "--rtol", rtol])
    assert caught.value.code == 2
    assert capsys.readouterr().out == ""


def test_the_module_runs_without_django(run_file):
    code = (
        "import sys, sim.core.__main__ as m; m.main(['RUN.json']); "
        "assert 'django' not in sys.modules"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run_file(GOOD)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("t_s,v_mV,")
    refused = subprocess.run(
        [sys.executable, "-m", "sim.core", "nothing.json"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert refused.returncode == 2
    assert refused.stdout == ""
