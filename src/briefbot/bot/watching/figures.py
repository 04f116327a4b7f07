"""The metrics of a running bot, for Prometheus: counters, and the state at the time of each request."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, GCCollector, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from briefbot import __version__
from briefbot.bot.client import BriefBot

STEPS = ("wait", "match", "send")
"""The steps of answering a question: cooldown and queue, finding the answer, sending it to Discord."""
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_THOUSAND = 1_000


class Figures:
    """The counters. They never count words or people, and nothing of messages about self-harm."""

    def __init__(self, bot: BriefBot) -> None:
        """Set the bot."""
        self.registry = registry = CollectorRegistry()
        self.records = Records(registry)
        self.lag = Gauge("briefbot_loop_lag_seconds", "How late the event loop woke at the last look.", registry=registry)
        self._questions = Counter(
            "briefbot_questions",
            "Questions, by the way in which they came and what they came to.",
            ("way", "outcome", "reason"),
            registry=registry,
        )
        self._seconds = Histogram(
            "briefbot_question_seconds", "Seconds that a question took, by step.", ("step",), buckets=_SECONDS, registry=registry
        )
        for step in STEPS:
            self._seconds.labels(step)
        for collect in (ProcessCollector, PlatformCollector, GCCollector):
            collect(registry=registry)
        registry.register(_State(bot))

    def note_question(self, told: Mapping[str, Any]) -> None:
        """Count a question by its log fields."""
        self._questions.labels(told["way"], told["outcome"], told.get("reason", "")).inc()
        for step in STEPS:
            self._seconds.labels(step).observe(told[f"{step}_ms"] / _THOUSAND)


class Records(logging.Handler):
    """Counts the log's lines at warning level or above."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Set the registry."""
        super().__init__(logging.WARNING)
        self._counter = Counter("briefbot_log_records", "Lines of the log at warning or above, by level.", ("level",), registry=registry)
        for level in ("warning", "error"):
            self._counter.labels(level)

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record."""
        self._counter.labels("error" if record.levelno >= logging.ERROR else "warning").inc()


class _State(Collector):
    """Reads the current state of the bot on request, so that nothing has to be kept up to date."""

    def __init__(self, bot: BriefBot) -> None:
        self._bot = bot

    def collect(self) -> Iterator[Metric]:
        """Yield every metric."""
        bot, knowledge = self._bot, self._bot.service.knowledge()
        yield _gauge("briefbot_info", "The version that runs.", {__version__: 1}, "version")
        yield _gauge("briefbot_servers", "Servers that the bot is in, as far as this process's shards know.", {"": len(bot.guilds)})
        yield _gauge("briefbot_entries", "Entries of the bundle in use.", {"": len(knowledge.entries)})
        yield _gauge("briefbot_quotes", "Quotations of the bundle in use.", {"": len(knowledge.quotes)})
        yield _gauge("briefbot_questions_waiting", "Questions that are being answered or wait for it.", {"": bot.queues.waiting})
        yield _gauge("briefbot_interactions_under_way", "Commands, buttons, menus and forms being worked on.", {"": bot.under_way.count})
        yield _gauge(
            "briefbot_store_working", "Whether the database could be read at the last look.", {"": int(bot.service.trouble is None)}
        )
        yield from self._of_shards()
        yield self._calls()

    def _of_shards(self) -> Iterator[Metric]:
        shards = self._bot.shards
        up = {str(number): int(not shard.is_closed()) for number, shard in shards.items()}
        yield _gauge("briefbot_shard_connected", "Whether a shard of this process is connected.", up, "shard")
        latencies = {str(number): latency for number, latency in self._bot.latencies}
        yield _gauge("briefbot_shard_latency_seconds", "Seconds between a heartbeat and Discord's answer.", latencies, "shard")

    def _calls(self) -> Metric:
        calls = CounterMetricFamily("briefbot_discord_calls", "Calls to Discord that were answered, by status.", labels=("status",))
        for status, count in sorted(self._bot.rate_limit.answers.items()):
            calls.add_metric((str(status),), count)
        return calls


def _gauge(name: str, told: str, values: Mapping[str, float], label: str = "") -> Metric:
    made = GaugeMetricFamily(name, told, labels=(label,) if label else ())
    for value, figure in values.items():
        made.add_metric((value,) if label else (), figure)
    return made
