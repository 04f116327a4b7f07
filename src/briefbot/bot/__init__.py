"""The Discord side: everything that knows about Discord, and how replies look there."""

import warnings

# discord.py imports it for voice, which briefbot does not use; if warnings are errors, it would end the start.
warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
