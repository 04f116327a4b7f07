"""What an edit would break is found by asking everything before and after it, the likeliest first, and nothing twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefbot.domain.knowledge import Knowledge, Tests
from briefbot.domain.outcome import Abstained, Answered, Outcome
from briefbot.editing.replay import RecentWinners, Winners, compare
from builders import entry, knowledge

NO_TESTS = Tests()
THEFT = entry("theft", phrasings=("what was stolen",), tests=NO_TESTS)
REWARD = entry("reward", phrasings=("how high is the reward", "what is promised"), tests=NO_TESTS)
VANE = entry("vane", phrasings=("how heavy is the squeaking vane",), tests=Tests(("weight of the vane",), ()))
OLD = knowledge(THEFT, REWARD, VANE)
NEW = knowledge(THEFT, entry("reward", phrasings=(*REWARD.phrasings, "who gets crowns for the vane"), tests=NO_TESTS), VANE)


@dataclass
class Asked:
    """A matcher that answers from a table, and remembers what it was asked."""

    winners: Mapping[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def ask(self, typed: str) -> Outcome:
        """Answer by the entry of the table."""
        self.asked.append(typed)
        winner = self.winners.get(typed)
        return Answered((entry(winner),), 1.0) if winner else Abstained("silent")


def every_question(of: Knowledge) -> set[str]:
    return {text for item in of.items() for text in (*item.phrasings, *item.tests.reach, *item.tests.avoid)}


def test_every_question_is_asked_before_and_after() -> None:
    before, after = Asked(), Asked()
    found = compare(Winners(before), Winners(after), OLD, NEW)
    assert found.is_whole
    assert set(before.asked) == set(after.asked) == every_question(OLD) | every_question(NEW)


def test_what_was_right_and_no_longer_is_comes_first() -> None:
    before = Asked({"what was stolen": "theft"})
    after = Asked({"what was stolen": "reward", "weight of the vane": "vane"})
    found = compare(Winners(before), Winners(after), OLD, NEW)
    assert [(each.question, each.before, each.after) for each in found.moved] == [
        ("what was stolen", "theft", "reward"),
        ("weight of the vane", None, "vane"),
    ]


def test_what_the_edit_touches_is_asked_first_then_what_shares_rare_words_with_it() -> None:
    after = Asked()
    compare(Winners(Asked()), Winners(after), OLD, NEW)
    assert set(after.asked[:3]) == {"how high is the reward", "what is promised", "who gets crowns for the vane"}
    assert after.asked[3] == "how heavy is the squeaking vane"
    assert after.asked.index("weight of the vane") < len(after.asked) - 1


def test_no_matcher_is_asked_the_same_question_twice() -> None:
    before, after = Asked(), Asked()
    winners = Winners(before)
    compare(winners, Winners(after), OLD, NEW)
    compare(winners, Winners(Asked()), OLD, NEW)
    assert len(before.asked) == len(set(before.asked))


def test_a_matcher_that_stays_needs_no_asking() -> None:
    same = Asked()
    winners = Winners(same)
    found = compare(winners, winners, OLD, NEW)
    assert (found.moved, found.is_whole, same.asked) == ((), True, [])


def test_what_one_replay_asked_the_next_one_knows() -> None:
    before, after, later = Asked(), Asked(), Asked()
    recent = RecentWinners()
    compare(recent.of(before), recent.of(after), OLD, NEW)
    once = list(after.asked)
    compare(recent.of(after), recent.of(later), NEW, NEW)
    assert after.asked == once
    assert set(later.asked) == every_question(NEW)


def test_only_the_winners_of_a_few_matchers_are_remembered() -> None:
    matchers = [Asked() for _ in range(3)]
    recent = RecentWinners(kept=2)
    winners = [recent.of(each) for each in matchers]
    assert recent.of(matchers[2]) is winners[2]
    assert recent.of(matchers[1]) is winners[1]
    assert recent.of(matchers[0]) is not winners[0]
