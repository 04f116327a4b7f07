"""Transport compression of gateway frames: one stream for the life of a connection."""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable

Encoder = Callable[[str], str | bytes]


def encoder(name: str | None) -> Encoder:
    """Choose the encoder that the client's `compress` query names; None leaves frames as text."""
    match name:
        case "zlib-stream":
            return _zlib()
        case "zstd-stream":
            return _zstd()
        case _:
            return str


def _zlib() -> Encoder:
    stream = zlib.compressobj()
    return lambda frame: stream.compress(frame.encode()) + stream.flush(zlib.Z_SYNC_FLUSH)


def _zstd() -> Encoder:
    # Imported here because it is optional: discord.py asks for it only where it is installed.
    zstandard = importlib.import_module("zstandard")
    stream = zstandard.ZstdCompressor().compressobj()
    flush_block = zstandard.COMPRESSOBJ_FLUSH_BLOCK

    def encode(frame: str) -> bytes:
        return bytes(stream.compress(frame.encode()) + stream.flush(flush_block))

    return encode
