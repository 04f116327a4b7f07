"""Start briefbot: `python bot.py` answers in the terminal, or in Discord where DISCORD_TOKEN is set."""

import sys

try:
    from briefbot.cli import main
except ModuleNotFoundError as error:
    sys.exit(f"{error}. Install briefbot first, for example: python3 -m venv .venv && .venv/bin/pip install .")

if __name__ == "__main__":
    sys.exit(main())
