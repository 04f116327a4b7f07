"""stats: what was asked in a server, as text and as a table."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefbot.domain.figures import DayCount
from briefbot.store import open_store
from cli.conftest import Call

HERE = 7


@pytest.fixture
def asked(environment: dict[str, str], bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Count one question of today."""
    monkeypatch.setenv("BRIEFBOT_KNOWLEDGE", str(bundle))
    store = open_store(Path(environment["BRIEFBOT_DATA"]))
    today = datetime.now(UTC).date()
    store.counts.add(HERE, [DayCount(today, "answered", "", 1), DayCount(today, "shown", "cost", 1)])
    store.close()


@pytest.mark.usefixtures("asked")
def test_a_servers_figures_are_printed(call: Call) -> None:
    ended = call("stats", "--guild", "7")
    assert ended.status == 0
    assert "Questions: 1\nAnswered: 1 (100 %)\n" in ended.out
    assert "Most asked:\n1 × " in ended.out
    assert "Questions: 0\n" in call("stats", "--guild", "8").out


@pytest.mark.usefixtures("asked")
def test_the_table_names_day_kind_item_and_count(call: Call) -> None:
    head, answered, shown = call("stats", "--guild", "7", "--csv").out.splitlines()
    assert head == "day,what,item,count"
    assert (answered.split(",")[1:], shown.split(",")[1:]) == (["answered", "", "1"], ["shown", "cost", "1"])


@pytest.mark.parametrize("days", ["0", "401", "ten"])
def test_days_are_a_number_from_1_to_400(call: Call, days: str) -> None:
    assert call("stats", "--guild", "7", "--days", days).status == 2


@pytest.mark.usefixtures("asked")
def test_a_picture_is_written_and_replaced_only_by_force(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "figures.png"
    assert call("stats", "--guild", "7", "--picture", str(file)).status == 0
    assert file.read_bytes().startswith(b"\x89PNG")
    assert call("stats", "--guild", "7", "--picture", str(file)).status == 2
    assert call("stats", "--guild", "7", "--picture", str(file), "--force").status == 0
