"""The kinds of content that this room owns."""

from sim import scenariofiles, taskfiles
from sim.models import Scenario, Task
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
    ContentKind(
        name="task",
        room="sim",
        model=Task,
        find=lambda folder: folder.glob("tasks/*.yaml"),
        read=taskfiles.read_task,
        write=taskfiles.write_task,
        path_of=lambda record: f"tasks/{record.slug}.yaml",
    ),
)
