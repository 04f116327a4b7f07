"""python -m briefbot."""

import sys

from briefbot.cli import main

if __name__ == "__main__":
    sys.exit(main())
