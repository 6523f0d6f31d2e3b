"""The kinds of content that this room owns, in the order in which they are loaded."""

from studyapp.lib.contentkinds import ContentKind
from terms import listfiles, pagefiles
from terms.models import Guide, Misconception, Question, Term, Unit

KINDS = (
    ContentKind(
        name="unit",
        room="terms",
        model=Unit,
        find=lambda folder: folder.glob("course.yaml"),
        read=listfiles.read_units,
        write=listfiles.write_list,
        path_of=lambda record: "course.yaml",
    ),
    ContentKind(
        name="misconception",
        room="terms",
        model=Misconception,
        find=lambda folder: folder.glob("misconceptions.yaml"),
        read=listfiles.read_misconceptions,
        write=listfiles.write_list,
        path_of=lambda record: "misconceptions.yaml",
    ),
    ContentKind(
        name="term",
        room="terms",
        model=Term,
        find=lambda folder: folder.glob("unit-*/*.md"),
        read=pagefiles.read_term,
        write=pagefiles.write_term,
        path_of=lambda record: f"unit-{record.topic[0]}/{record.slug}.md",
    ),
    ContentKind(
        name="guide",
        room="terms",
        model=Guide,
        find=lambda folder: folder.glob("unit-*/topics/*.md"),
        read=pagefiles.read_guide,
        write=pagefiles.write_guide,
        path_of=lambda record: f"unit-{record.number[0]}/topics/{record.number}.md",
    ),
    ContentKind(
        name="question",
        room="terms",
        model=Question,
        find=lambda folder: folder.glob("unit-*/questions/*.md"),
        read=pagefiles.read_question,
        write=pagefiles.write_question,
        path_of=lambda record: f"unit-{record.topic[0]}/questions/{record.slug}.md",
    ),
)
