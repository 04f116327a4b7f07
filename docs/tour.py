"""Write the README's tour again from what the commands in it really print: `python docs/tour.py`."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def printed(command: str) -> str:
    """Run one command on the repository's knowledge and give what it prints."""
    with tempfile.TemporaryDirectory() as data:
        own = {"BRIEFBOT_KNOWLEDGE": str(ROOT / "knowledge"), "BRIEFBOT_SEMANTIC": "off", "BRIEFBOT_DATA": data}
        program = [sys.executable, "-m", *shlex.split(command)]
        return subprocess.run(program, env={**os.environ, **own}, cwd=data, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603


def refreshed(block: re.Match[str]) -> str:
    """Answer the commands of a block again."""
    commands = re.findall(r"^\$ (.*)$", block[1], flags=re.MULTILINE)
    return "```console\n" + "\n\n".join(f"$ {command}\n{printed(command)}" for command in commands) + "\n```"


if __name__ == "__main__":
    readme = ROOT / "README.md"
    readme.write_text(_BLOCK.sub(refreshed, readme.read_text(encoding="utf-8")), encoding="utf-8")
