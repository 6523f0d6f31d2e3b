"""Options to choose from, in one or two groups: as inputs, and judged after the answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from quizzes.core.kinds.multiple_choice import MultipleChoice
from quizzes.core.kinds.predict_run_explain import STEPS, PredictRunExplain
from quizzes.core.kinds.single_choice import SingleChoice
from quizzes.core.kinds.two_tier import SURE, TIERS, TwoTier
from quizzes.display.beliefs import Setting, ShownBelief
from quizzes.display.charts import ShownChart, run_chart
from studyapp.lib import markdown

LETTERS = "ABCDEFG"
NUMERALS = "1234567"
COUNTS = ("none", "one", "two", "three", "four", "five", "six")


@dataclass(frozen=True)
class ShownOption:
    """An option as a page shows it. `letter` is the key that chooses it."""

    place: int
    letter: str
    html: str
    why: str
    is_right: bool
    is_chosen: bool
    belief: ShownBelief | None
    lab_url: str

    @property
    def misconception(self) -> Any:
        return self.belief.record if self.belief else None


@dataclass(frozen=True)
class ShownGroup:
    """Options of which one is chosen, or several. `key` is the end of the name of its inputs."""

    key: str
    ask: str
    options: list[ShownOption]
    is_many: bool = False

    @property
    def chosen(self) -> list[ShownOption]:
        return [option for option in self.options if option.is_chosen]

    @property
    def right(self) -> list[ShownOption]:
        return [option for option in self.options if option.is_right]

    @property
    def letters_chosen(self) -> str:
        return " and ".join(option.letter for option in self.chosen)

    @property
    def letters_right(self) -> str:
        return " and ".join(option.letter for option in self.right)


@dataclass(frozen=True)
class Choosing:
    """The groups of an item. `sure` are the degrees of confidence as (words, is_chosen)."""

    groups: list[ShownGroup]
    sure: Sequence[tuple[str, bool]] = ()
    answered: ClassVar[str] = "quizzes/kinds/_options_answered.html"
    refusal: ClassVar[str] = "Not this one."

    @property
    def ask(self) -> str:
        return self.groups[0].ask if len(self.groups) == 1 else "Choose in each group"

    @property
    def open_groups(self) -> list[ShownGroup]:
        """The groups in which something can be chosen now."""
        return self.groups

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The keys that choose: the first and the last of each group."""
        return [(g.options[0].letter, g.options[-1].letter) for g in self.open_groups]

    @property
    def behind(self) -> str:
        """What the misconception that is named comes from."""
        is_single = len(self.groups) == 1 and len(self.groups[0].chosen) == 1
        return f"option {self.groups[0].letters_chosen}" if is_single else "your answer"

    @property
    def verdict(self) -> str:
        """What was chosen and what is right, in a sentence for each group."""
        return " ".join(_sentence(group) for group in self.groups)


@dataclass(frozen=True)
class Predicting(Choosing):
    """A prediction, what to look at, an explanation. The run is shown once it was predicted."""

    watch: str = ""
    lab_url: str = ""
    run: ShownChart | None = None
    is_predicted: bool = False
    is_explained: bool = False

    @property
    def ask(self) -> str:
        return "Explain it" if self.is_predicted else "Predict"

    @property
    def open_groups(self) -> list[ShownGroup]:
        return self.groups[1:] if self.is_predicted else self.groups[:1]


def _sentence(group: ShownGroup) -> str:
    name = f" {group.key[1:]}" if group.key else ""
    chosen, right = group.letters_chosen, group.letters_right
    if not chosen:
        return f"Right{name}: {right}."
    if chosen == right:
        return f"You chose {name.strip()} {chosen}.".replace("  ", " ")
    verb = "are" if len(group.right) > 1 else "is"
    thing = name.strip() or ("answers" if len(group.right) > 1 else "answer")
    return f"You chose {chosen}; the {thing} {verb} {right}."


def _options(
    options: Sequence[Any], chosen: Collection[Any], setting: Setting, letters: str = LETTERS
) -> list[ShownOption]:
    return [
        _option(option, place, place in chosen, setting, letters[place])
        for place, option in enumerate(options)
    ]


def _option(option: Any, place: int, is_chosen: bool, setting: Setting, letter: str) -> ShownOption:
    scenario = getattr(option, "scenario", "")
    belief = setting.belief(option.misconception, scenario) if option.misconception else None
    return ShownOption(
        place=place,
        letter=letter,
        html=markdown.render_inline(option.text),
        why=markdown.render_inline(option.why),
        is_right=option.right,
        is_chosen=is_chosen,
        belief=belief,
        lab_url=belief.lab_url if belief else setting.lab(scenario),
    )


def single_choice(item: SingleChoice, response: int | None, setting: Setting) -> Choosing:
    options = _options(item.options, [response], setting)
    return Choosing([ShownGroup("", "Choose one", options)])


def multiple_choice(item: MultipleChoice, response: list[int] | None, setting: Setting) -> Choosing:
    options = _options(item.options, response or [], setting)
    ask = f"Choose {COUNTS[len(item.keys)]}"
    return Choosing([ShownGroup("", ask, options, is_many=True)])


def two_tier(item: TwoTier, response: dict[str, int | None] | None, setting: Setting) -> Choosing:
    given = response or {}
    answer, reason = (given.get(name) for name in TIERS)
    groups = [
        ShownGroup(".answer", "Choose the answer", _options(item.answers, [answer], setting)),
        ShownGroup(".reason", item.ask_why, _options(item.reasons, [reason], setting, NUMERALS)),
    ]
    return Choosing(groups, [(words, given.get("sure") == i) for i, words in enumerate(SURE)])


def predict_run_explain(
    item: PredictRunExplain, response: dict[str, int | None] | None, setting: Setting
) -> Predicting:
    given = response or {}
    prediction, explanation = (given.get(name) for name in STEPS)
    explanations = _options(item.explanations, [explanation], setting, NUMERALS)
    groups = [
        ShownGroup(
            ".prediction", "Predict first", _options(item.predictions, [prediction], setting)
        ),
        ShownGroup(".explanation", item.ask_why, explanations),
    ]
    return Predicting(
        groups,
        watch=markdown.render_inline(item.watch),
        lab_url=setting.lab(item.scenario),
        run=run_chart(item.graph) if item.graph else None,
        is_predicted=prediction is not None,
        is_explained=explanation is not None,
    )
