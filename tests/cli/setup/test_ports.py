"""The port of the metrics is open before the bot connects, or a line says why not."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from briefbot.cli.setup.ports import listening, watching
from briefbot.cli.setup.settings import Settings
from briefbot.errors import SettingsError


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def test_without_the_setting_nothing_listens(tmp_path: Path) -> None:
    assert watching(Settings(data=tmp_path)) == []


def test_a_port_is_open_on_this_machine_alone() -> None:
    with listening("127.0.0.1", free_port()) as opened:
        assert opened.getsockname()[0] == "127.0.0.1"


def test_a_port_that_is_in_use_is_a_line_that_names_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"BRIEFBOT_METRICS: port {port} at 127.0.0.1 cannot be used"):
            listening("127.0.0.1", port)


def test_a_missing_extra_is_a_line_that_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(SettingsError, match=r"the extra is missing: pip install 'briefbot\[metrics\]'"):
        watching(Settings(data=tmp_path, metrics=("127.0.0.1", free_port())))
