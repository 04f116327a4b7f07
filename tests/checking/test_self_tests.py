"""A knowledge's own tests against its matcher."""

from __future__ import annotations

from dataclasses import replace

from briefbot.checking.self_tests import replay
from briefbot.domain.knowledge import Tests
from briefbot.service import Service


def test_the_tiny_bundle_passes_its_own_tests(service: Service) -> None:
    snapshot = service.snapshot()
    assert replay(snapshot.knowledge, snapshot.matcher) == []


def test_it_is_told_how_far_it_is(service: Service) -> None:
    snapshot = service.snapshot()
    told: list[tuple[int, int]] = []
    replay(snapshot.knowledge, snapshot.matcher, progress=lambda done, total: told.append((done, total)))
    questions = {typed for item in snapshot.knowledge.items() for typed in (*item.tests.reach, *item.tests.avoid)}
    assert told == [(number, len(questions)) for number in range(1, len(questions) + 1)]


def test_a_test_that_reaches_something_else_fails(service: Service) -> None:
    snapshot = service.snapshot()
    entries = snapshot.knowledge.entries
    wrong = replace(entries["cost"], tests=Tests(entries["tools"].tests.reach, ()))
    lines = {("cost", "reach", 0): 42, ("cost", "reach", 1): 43}
    alone = replace(snapshot.knowledge, entries={"cost": wrong}, quotes={})
    problems = replay(alone, snapshot.matcher, lambda *test: ("entries/facts.yaml", lines[test]))
    assert [(each.file, each.line, each.key, each.level) for each in problems] == [
        ("entries/facts.yaml", 42, "cost.tests.reach", "error"),
        ("entries/facts.yaml", 43, "cost.tests.reach", "error"),
    ]
    assert "does not reach it; the first 3 are tools" in problems[0].message


def test_a_question_that_reaches_one_entry_may_be_forbidden_to_another(service: Service) -> None:
    snapshot = service.snapshot()
    cost, tools = (snapshot.knowledge.entries[name] for name in ("cost", "tools"))
    both = {"cost": replace(cost, tests=Tests((cost.label,))), "tools": replace(tools, tests=Tests((), (cost.label,)))}
    assert replay(replace(snapshot.knowledge, entries=both, quotes={}), snapshot.matcher) == []


def test_a_test_that_is_answered_by_what_it_must_not_reach_fails(service: Service) -> None:
    snapshot = service.snapshot()
    cost = snapshot.knowledge.entries["cost"]
    wrong = replace(cost, tests=Tests((), (cost.label,)))
    problems = replay(replace(snapshot.knowledge, entries={"cost": wrong}, quotes={}), snapshot.matcher)
    assert [str(each) for each in problems] == [":0: cost.tests.not: “How much did the new roof cost?” is answered by it"]
