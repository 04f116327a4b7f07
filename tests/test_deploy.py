"""The commands in the files of deploy/ work, and their settings exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefbot.cli.setup.settings import TABLE
from briefbot.domain.shards import shards_from

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these files are for Linux")


def deploy(root: Path, name: str) -> str:
    return (root / "deploy" / name).read_text(encoding="utf-8")


def documents(root: Path, name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(deploy(root, name)))


def covered(ranges: list[str]) -> list[int]:
    """List the shards of all ranges, which must have one total."""
    read = [shards_from(each) for each in ranges]
    assert len({each.count for each in read}) == 1
    return [shard for each in read for shard in each.ids]


def test_processes_of_the_compose_file_share_all_shards(root: Path) -> None:
    (file,) = documents(root, "compose.postgres.yaml")
    ranges = [each["environment"]["BRIEFBOT_SHARDS"] for name, each in file["services"].items() if name != "database"]
    assert covered(ranges) == list(range(6))


def test_pods_share_all_shards_by_their_ordinals(root: Path, tmp_path: Path) -> None:
    stateful, _ = documents(root, "kubernetes.yaml")
    (container,) = stateful["spec"]["template"]["spec"]["containers"]
    plain = {each["name"]: each["value"] for each in container["env"] if "value" in each}
    assert plain["REPLICAS"] == str(stateful["spec"]["replicas"])
    program = tmp_path / "briefbot"
    program.write_text('#!/bin/sh\necho "$BRIEFBOT_SHARDS" "$@"\n')
    program.chmod(0o755)

    def started(ordinal: int) -> str:
        inside = {**plain, "POD_NAME": f"briefbot-{ordinal}", "PATH": f"{tmp_path}{os.pathsep}/bin:/usr/bin"}
        return subprocess.run([*container["command"], *container["args"]], env=inside, capture_output=True, text=True, check=True).stdout  # noqa: S603

    lines = [started(ordinal).split() for ordinal in range(int(plain["REPLICAS"]))]
    assert [command for _, *command in lines] == [["run"]] * 3
    assert covered([shards for shards, *_ in lines]) == list(range(6))


@pytest.mark.parametrize("name", ["compose.yaml", "compose.postgres.yaml", "kubernetes.yaml", "briefbot.service", "Containerfile"])
def test_settings_in_the_files_exist(root: Path, name: str) -> None:
    known = {each.variable for each in TABLE}
    used = set(re.findall(r"\b(?:BRIEFBOT_[A-Z_]+|DISCORD_TOKEN)\b", deploy(root, name)))
    assert used
    assert used - known == set()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_unit_is_hardened(root: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", str(root / "deploy" / "briefbot.service")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert ended.returncode == 0, ended.stdout[-400:]


def run_lines(containerfile: str) -> Iterator[str]:
    """Yield the commands of the first stage, which builds the image's content."""
    stage = containerfile.split("\nFROM ")[1]
    yield from re.findall(r"^RUN (.*)$", stage, flags=re.MULTILINE)


def test_commands_of_the_image_make_a_bot_that_answers(root: Path, tmp_path: Path) -> None:
    """The commands run without a container engine, in a directory with the files of the image's COPY lines."""
    containerfile = deploy(root, "Containerfile")
    for sources in re.findall(r"^COPY (?!--from)(.*) \S+$", containerfile, flags=re.MULTILINE):
        for name in sources.split():
            copy = shutil.copytree if (root / name).is_dir() else shutil.copy
            copy(root / name, tmp_path / name)
    for line in run_lines(containerfile):
        here = line.replace("/opt/briefbot", str(tmp_path / "opt")).replace("python -m venv", f"{sys.executable} -m venv")
        ended = subprocess.run(["sh", "-c", here], cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603, S607
        assert ended.returncode == 0, ended.stderr[-800:]
    away = tmp_path / "away"
    away.mkdir()
    asked = [str(tmp_path / "opt" / "bin" / "briefbot"), "ask", "what is the article about"]
    inside = {"PATH": "/bin:/usr/bin", "BRIEFBOT_DATA": str(away), "OMP_NUM_THREADS": "1"}
    ended = subprocess.run(asked, cwd=away, env=inside, capture_output=True, text=True, check=True)  # noqa: S603
    assert "From “" in ended.stdout
