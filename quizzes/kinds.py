"""The kinds of content that this room owns."""

from quizzes import itemfiles
from quizzes.models import Item
from studyapp.lib.contentkinds import ContentKind

KINDS = (
    ContentKind(
        name="item",
        room="quizzes",
        model=Item,
        find=lambda folder: folder.glob("unit-*/*.yaml"),
        read=itemfiles.read_items,
        write=itemfiles.write_items,
        path_of=itemfiles.path_of,
    ),
)
