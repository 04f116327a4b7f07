"""The Discord edge: everything that knows of Discord, and how replies look."""

import warnings

# discord.py imports it for voice, which briefbot has no use for; where warnings are errors, that would end the start.
warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
