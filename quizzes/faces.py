"""What stands on a card: its question and its answer, made from the course or from one's own words.

The key of a card says of what it is: `term/<slug>` asks what a term means and `name/<slug>` for the
term, `idea/<misconception>` what is wrong with a belief, `item/<id>` an item that was missed;
`own/<digest>` is a card of the student's own.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, linebreaks
from django.utils.text import Truncator

from quizzes import stock
from quizzes.cardmodels import Card
from quizzes.core.kinds.single_choice import LETTERS
from quizzes.core.kinds.table import MARKED
from quizzes.display.beliefs import lab_url
from quizzes.models import Item
from quizzes.shown import ShownItem, ShownStimulus, shown_item
from studyapp.lib import markdown
from terms import shelf
from terms.records import TermRecord
from terms.shelf import term_url

BLANK = "_____"
PREDICTED = "predict-run-explain"
KINDS = {
    "term": "Term",
    "name": "Which term?",
    "idea": "A common mistake",
    "item": "You missed this one",
    "own": "Your card",
}


@dataclass(frozen=True)
class Face:
    """A card as a page shows it: HTML on both sides. `title` names it in lists."""

    key: str
    title: str
    topic: str
    asks: str
    front: str
    back: str
    url: str = ""
    link: str = ""
    lab: str = ""
    stimulus: ShownStimulus | None = None

    @property
    def kind(self) -> str:
        return KINDS[self.key.partition("/")[0]]


def term_key(slug: str) -> str:
    return f"term/{slug}"


def name_key(slug: str) -> str:
    return f"name/{slug}"


def idea_key(identifier: str) -> str:
    return f"idea/{identifier}"


def item_key(uid: str) -> str:
    return f"item/{uid}"


def partner(key: str) -> str:
    """The card that asks the other way about; they are not met on one day. "" for none."""
    kind, _, name = key.partition("/")
    return {"term": name_key(name), "name": term_key(name)}.get(kind, "")


def stands(key: str) -> bool:
    """Whether the course still has what the card is about."""
    kind, _, name = key.partition("/")
    course = shelf.current()
    if kind == "item":
        return is_card(stock.current().by_uid.get(name))
    of_course = {"term": course.terms, "name": course.terms, "idea": course.misconceptions}
    return key.startswith("own/") or name in of_course.get(kind, {})


def is_card(entry: stock.Entry | None) -> bool:
    """Items that fit on a card: not those that hang on a run of the laboratory."""
    return entry is not None and entry.kind in MARKED and entry.kind != PREDICTED


def topic_of(key: str) -> str:
    """The topic a card belongs to; "" for one's own."""
    kind, _, name = key.partition("/")
    course = shelf.current()
    if kind == "item":
        entry = stock.current().by_uid.get(name)
        return entry.topic if entry else ""
    if kind == "idea":
        belief = course.misconceptions.get(name)
        return belief.topics[0] if belief else ""
    term = course.terms.get(name)
    return term.topic if term else ""


def face(
    key: str, card: Card | None = None, items: Mapping[str, Item] | None = None
) -> Face | None:
    """What the card shows; None when the course has it no more. Own words come from `card`.

    Items are looked up one by one unless they are given by their ids.
    """
    if not stands(key):
        return None
    kind, _, name = key.partition("/")
    made: dict[str, Callable[[], Face | None]] = {
        "term": lambda: _term(key, shelf.current().terms[name]),
        "name": lambda: _name(key, shelf.current().terms[name]),
        "idea": lambda: _idea(key, name),
        "item": lambda: _item(key, items.get(name) if items is not None else _published(name)),
        "own": lambda: _own(key, card),
    }
    return made[kind]()


def title(key: str, front: str = "") -> str:
    """The card's name in a list; one's own is named by its `front`. Asks no database."""
    kind, _, name = key.partition("/")
    course = shelf.current()
    if kind == "own":
        return " ".join(front.split())[:120]
    if kind in {"term", "name"}:
        return course.terms[name].title if name in course.terms else name
    if kind == "idea":
        return course.misconceptions[name].wrong if name in course.misconceptions else name
    return f"Item {name}"


def _term(key: str, term: TermRecord) -> Face:
    return Face(
        key, term.title, term.topic, "What is it?",
        f"<p>{escape(term.title)}</p>",
        markdown.render(term.definition),
        term_url(term.slug), "Read the page",
    )  # fmt: skip


def _name(key: str, term: TermRecord) -> Face:
    names = ", ".join(term.aliases)
    also = f"<p>also: {escape(names)}</p>" if names else ""
    return Face(
        key, term.title, term.topic, "Which term is this?",
        markdown.render(masked(term.definition, [term.title, *term.aliases])),
        f"<p><strong>{escape(term.title)}</strong></p>{also}",
        term_url(term.slug), "Read the page",
    )  # fmt: skip


def masked(text: str, names: Sequence[str]) -> str:
    """`text` with every one of `names` replaced by a blank, whatever its case or plural."""
    longest_first = sorted(names, key=len, reverse=True)
    pattern = "|".join(re.escape(name) for name in longest_first if name)
    return re.sub(rf"(?<!\w)(?:{pattern})(?:s|es)?(?!\w)", re.escape(BLANK), text, flags=re.I)


def _idea(key: str, identifier: str) -> Face:
    belief = shelf.current().misconceptions[identifier]
    return Face(
        key, belief.wrong, belief.topics[0], "What is wrong with this idea?",
        f"<p>“{markdown.render_inline(belief.wrong)}”</p>",
        f"<p><strong>{markdown.render_inline(belief.right)}</strong></p>"
        f"{markdown.render(belief.refutation)}",
        reverse("quizzes:misconception", args=[identifier]), "Practice it",
        lab=lab_url(belief.scenario, reverse("quizzes:review")) if belief.scenario else "",
    )  # fmt: skip


def _published(uid: str) -> Item | None:
    return Item.objects.published().filter(uid=uid).first()


def _uids(keys: Iterable[str]) -> list[str]:
    return [key.removeprefix("item/") for key in keys if key.startswith("item/")]


def items_of(keys: Iterable[str]) -> dict[str, Item]:
    """The items that cards are about, by their ids, in one query."""
    uids = _uids(keys)
    return {row.uid: row for row in Item.objects.published().filter(uid__in=uids)} if uids else {}


def item_titles(keys: Iterable[str]) -> dict[str, str]:
    """The first words of the items that cards are about, by the keys of the cards."""
    uids = _uids(keys)
    rows = Item.objects.filter(uid__in=uids).values_list("uid", "title") if uids else ()
    return {item_key(uid): Truncator(title).words(14) for uid, title in rows}


def _item(key: str, row: Item | None) -> Face | None:
    if row is None:
        return None
    record: Any = row.served()
    item = shown_item(record, shelf.current())
    is_single = record.kind == "single-choice"
    return Face(
        key, row.title, record.topic,
        "Which option is right, and why?" if is_single else item.body.ask,
        render_to_string("quizzes/_card_item.html", {"item": item}),
        _right_option(record) if is_single else _answered(item),
        reverse("quizzes:item", args=[row.uid]), "All of it explained",
        stimulus=item.stimulus,
    )  # fmt: skip


def _right_option(record: Any) -> str:
    """The key and why: on a card the other options are only in the way."""
    right = record.options[record.key]
    text, why = markdown.render_inline(right.text), markdown.render_inline(right.why)
    return f"<p><strong>{LETTERS[record.key]}: {text}</strong></p><p>{why}</p>"


def _answered(item: ShownItem) -> str:
    """What practice shows after an answer, without one."""
    return render_to_string(item.body.answered, {"item": item})


def _own(key: str, card: Card | None) -> Face | None:
    if card is None:
        return None
    return Face(
        key, title(key, card.front), "", "What is on the other side?",
        linebreaks(card.front, autoescape=True), linebreaks(card.back, autoescape=True),
    )  # fmt: skip
