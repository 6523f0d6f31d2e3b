"""The kinds of content that this room owns."""

from sim import scenariofiles
from sim.models import Scenario
from studyapp.lib.contentkinds import ContentKind

KINDS = (
    ContentKind(
        name="scenario",
        room="sim",
        model=Scenario,
        find=lambda folder: folder.glob("scenarios/*.yaml"),
        read=scenariofiles.read_scenario,
        write=scenariofiles.write_scenario,
        path_of=lambda record: f"scenarios/{record.slug}.yaml",
    ),
)
