"""The effect of an edit is found by asking questions before and after it, the likeliest first, and none twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from briefbot.domain.knowledge import Alias, Knowledge, Tests
from briefbot.domain.outcome import Abstained, Answered, Outcome
from briefbot.editing.replay import RecentWinners, Winner, Winners, compare
from builders import entry, knowledge

NO_TESTS = Tests()
THEFT = entry("theft", phrasings=("what was stolen",), tests=NO_TESTS)
REWARD = entry("reward", phrasings=("how high is the reward", "what is promised"), tests=NO_TESTS)
VANE = entry("vane", phrasings=("how heavy is the squeaking vane",), tests=Tests(("weight of the vane",), ()))
OLD = knowledge(THEFT, REWARD, VANE)
NEW = knowledge(THEFT, entry("reward", phrasings=(*REWARD.phrasings, "who gets crowns for the vane"), tests=NO_TESTS), VANE)


@dataclass
class Asked:
    """A matcher that answers from a table, and records its questions."""

    winners: Mapping[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    near: Mapping[str, float] = field(default_factory=dict)

    def ask(self, typed: str) -> Outcome:
        """Answer by the entry of the table."""
        self.asked.append(typed)
        winner = self.winners.get(typed)
        return Answered((entry(winner),), 1.0) if winner else Abstained("silent")

    def nearness(self, items: Collection[str]) -> Mapping[str, float]:
        """Return the table's questions for the changed item."""
        return self.near if set(items) == {"reward"} else {}


def every_question(of: Knowledge) -> set[str]:
    return {text for item in of.items() for text in (*item.phrasings, *item.tests.reach, *item.tests.avoid)}


def test_every_question_is_asked_after_and_before_where_it_gets_something_wrong() -> None:
    before, after = Asked(), Asked({"what was stolen": "theft"})
    found = compare(Winners(before), Winners(after), OLD, NEW)
    assert found.is_whole
    assert set(after.asked) == every_question(OLD) | every_question(NEW)
    assert set(before.asked) == set(after.asked) - {"what was stolen"}


def test_what_was_right_and_no_longer_is_comes_first() -> None:
    before = Asked({"what was stolen": "theft"})
    after = Asked({"what was stolen": "reward", "weight of the vane": "theft"})
    found = compare(Winners(before), Winners(after), OLD, NEW)
    assert [(each.question, each.before, each.after) for each in found.moved] == [
        ("what was stolen", Winner("theft"), Winner("reward")),
        ("weight of the vane", Winner(), Winner("theft")),
    ]
    assert [each.question for each in found.broken] == ["what was stolen"]


def test_what_gets_right_is_no_news() -> None:
    after = Asked({"weight of the vane": "vane"})
    assert compare(Winners(Asked()), Winners(after), OLD, NEW).moved == ()


def test_a_question_that_must_not_reach_an_item_breaks_when_it_does() -> None:
    old = knowledge(THEFT, entry("reward", phrasings=("how high is the reward",), tests=Tests((), ("who was robbed",))))
    new = knowledge(THEFT, entry("reward", phrasings=("how high is the reward", "robbed"), tests=Tests((), ("who was robbed",))))
    [broken] = compare(Winners(Asked()), Winners(Asked({"who was robbed": "reward"})), old, new).broken
    assert (broken.question, broken.role) == ("who was robbed", "not")


def test_what_the_edit_touches_is_asked_first_then_what_is_near() -> None:
    after = Asked(near={"how heavy is the squeaking vane": 0.7, "what was stolen": 0.1})
    compare(Winners(Asked()), Winners(after), OLD, NEW)
    assert set(after.asked[:3]) == {"how high is the reward", "what is promised", "who gets crowns for the vane"}
    assert after.asked[3:] == ["weight of the vane", "how heavy is the squeaking vane", "what was stolen"]


def test_what_is_retired_breaks_none_of_its_own_questions() -> None:
    before = Asked({"what was stolen": "theft", "how high is the reward": "reward"})
    after = Asked({"how high is the reward": "vane"})
    found = compare(Winners(before), Winners(after), OLD, knowledge(REWARD, VANE))
    assert [each.question for each in found.broken] == ["how high is the reward"]
    assert "what was stolen" not in after.asked


def test_what_has_a_name_that_is_read_otherwise_now_is_asked_first() -> None:
    named = knowledge(THEFT, REWARD, VANE, Alias("vane", ("weathercock",)))
    after = Asked()
    compare(Winners(Asked()), Winners(after), OLD, named)
    assert set(after.asked[:2]) == {"weight of the vane", "how heavy is the squeaking vane"}


def test_as_soon_as_it_is_not_to_go_on_the_rest_is_not_asked() -> None:
    after, looks = Asked(), iter([False])
    found = compare(Winners(Asked()), Winners(after), OLD, NEW, lambda: next(looks))
    assert (found.asked, found.is_whole, after.asked) == (0, False, [])


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
