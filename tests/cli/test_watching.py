"""The dashboard and alerts of `deploy/` use figures that a process really has."""

from __future__ import annotations

import json
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from cli.programs import SECONDS, ended, started
from fake_discord import FakeDiscord

promql = pytest.importorskip("promql_parser")
Exposed = dict[str, set[str]]
"""The labels of each figure by its name."""
DEPLOY = Path(__file__).parents[2] / "deploy"
OF_PROMETHEUS = {"job", "instance"}
VARIABLES = {"$__rate_interval": "5m", "$instance": ".*"}


def queries() -> list[str]:
    board = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))
    rules = yaml.safe_load((DEPLOY / "prometheus-rules.yaml").read_text("utf-8"))
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    asked += [re.sub(r"label_values\((.*), \w+\)", r"\1", each["query"]["query"]) for each in board["templating"]["list"][1:]]
    return asked + [rule["expr"] for group in rules["groups"] for rule in group["rules"]]


def selectors(query: str) -> Iterator[Any]:
    """List what a query selects, after the variables of Grafana are filled in."""
    for variable, value in VARIABLES.items():
        query = query.replace(variable, value)
    found: list[Any] = []

    def visit(node: Any) -> bool:
        if isinstance(node, promql.VectorSelector):
            found.append(node)
        return True

    promql.walk(promql.parse(query), visit)
    yield from found


async def exposed_by_a_process(environment: dict[str, str]) -> Exposed:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with FakeDiscord() as fake:
        guild = fake.guild()
        channel, ana = fake.channel(guild), fake.member(guild, "ana")
        process = await started(fake, environment | {"BRIEFBOT_METRICS": str(port)}, "run")
        await fake.ready(seconds=SECONDS)
        await fake.say(channel, ana, "How much did the new roof cost?", mentions=[fake.bot])
        await fake.next_message(channel, seconds=SECONDS)
        await fake.say(channel, ana, "Who led the roofing crew?", mentions=[fake.bot])  # by now the first one is counted
        await fake.next_message(channel, seconds=SECONDS)
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as response:
            text = await response.text()
        process.send_signal(signal.SIGTERM)
        assert (await ended(process))[0] == 0
    exposed: Exposed = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            exposed.setdefault(sample.name, set()).update(sample.labels)
    return exposed


async def test_each_query_is_about_figures_and_labels_that_there_are(environment: dict[str, str]) -> None:
    exposed = await exposed_by_a_process(environment)
    asked = [selector for query in queries() for selector in selectors(query)]
    assert len(asked) > 20
    assert {each.name for each in asked} - {"up"} <= exposed.keys()
    for each in asked:
        labels = {matcher.name for matcher in each.matchers.matchers}
        assert labels - OF_PROMETHEUS <= exposed.get(each.name, set()), each


def test_each_figure_of_its_own_is_described_and_watched() -> None:
    told = (DEPLOY.parent / "docs" / "operators.md").read_text("utf-8")
    names = {selector.name for query in queries() for selector in selectors(query)} - {"up"}
    bases = {re.sub("_(bucket|count|sum)$", "", name) for name in names if name.startswith("briefbot_")}
    assert {name for name in bases if f"`{name}`" not in told} == set()


def test_each_alert_says_how_bad_it_is_and_what_has_happened() -> None:
    rules = yaml.safe_load((DEPLOY / "prometheus-rules.yaml").read_text("utf-8"))
    for rule in (rule for group in rules["groups"] for rule in group["rules"]):
        assert rule["labels"]["severity"] in ("warning", "critical")
        assert rule["annotations"]["summary"].endswith(".")


def test_each_panel_says_what_it_shows_and_has_a_place_of_its_own() -> None:
    panels = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))["panels"]
    assert all(panel["title"] and panel["description"] for panel in panels)
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]
    assert len(set(places)) == len(places)
