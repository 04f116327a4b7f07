"""The settings of an operator: one table, read from the environment, `.env` and a TOML file, into a frozen value."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

import platformdirs
from dotenv import dotenv_values

from briefbot.cli.setup.readers import (
    CARE_LIMIT,
    DATABASE,
    read_calls,
    read_care,
    read_database,
    read_path,
    read_port,
    read_proxy,
    read_shards,
    read_token,
    read_word,
)
from briefbot.domain.shards import Shards
from briefbot.errors import SettingsError

Switch: TypeAlias = Literal["auto", "on", "off"]
LogLevel: TypeAlias = Literal["debug", "info", "warning", "error"]
LogFormat: TypeAlias = Literal["text", "json"]

CONFIG = "BRIEFBOT_CONFIG"
"""Names the TOML file, so it cannot be set there."""
FILE = "briefbot.toml"
TOKEN = "DISCORD_TOKEN"  # noqa: S105 - the variable, not a token
PREFIX = "BRIEFBOT_"
METRICS = "BRIEFBOT_METRICS"
_HOST = "discord.com"
"""The name in `NO_PROXY` if Discord must be reached directly."""
_SHOWN = 100
"""The most characters of a wrong value in an error."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. Secrets are never in a repr."""

    data: Path
    token: str = field(default="", repr=False)
    knowledge: Path | None = None
    article: Path | None = None
    database: str = field(default="", repr=False)
    shards: Shards | None = None
    """None for as many as Discord asks for, all in this process."""
    calls: float | None = None
    semantic: Switch = "auto"
    message_content: Switch = "auto"
    log_level: LogLevel = "info"
    log_format: LogFormat = "text"
    log_file: Path | None = None
    metrics: tuple[str, int] | None = None
    care: str = ""
    proxy: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: a setting's name, what it takes, and its purpose."""

    name: str
    variable: str
    takes: str
    default: str
    meaning: str
    read: Callable[[str, Path], Any]
    """Turns the text into the value, a relative path against a directory; raises ValueError if that fails."""


TABLE = (
    Setting("token", TOKEN, "the bot's token", "none", "Logs the bot in to Discord; only `run` and `sync` need it.", read_token),
    Setting(
        "knowledge",
        "BRIEFBOT_KNOWLEDGE",
        "a directory",
        "`./knowledge` if it has a `source.yaml`, else the bundle that comes with briefbot",
        "The bundle that questions are answered from.",
        read_path,
    ),
    Setting(
        "article",
        "BRIEFBOT_ARTICLE",
        "a file",
        "none",
        "The article's text: new quotations are checked against it word for word, and passages can be shown.",
        read_path,
    ),
    Setting(
        "data",
        "BRIEFBOT_DATA",
        "a directory",
        "the user's data directory",
        "Where edits, settings of servers, backups and the log are kept.",
        read_path,
    ),
    Setting(
        "database",
        "BRIEFBOT_DATABASE",
        f"an address `{DATABASE}://USER:PASSWORD@HOST/NAME`",
        "the file `briefbot.db` in the data directory",
        "Where edits and settings of servers are kept, if it is PostgreSQL; needs the extra `postgres`.",
        read_database,
    ),
    Setting(
        "shards",
        "BRIEFBOT_SHARDS",
        "a range such as `0-3/16`, a count, or `auto`",
        "`auto`",
        "Discord's shards that this process runs. `auto` and a count: all of them. A range needs PostgreSQL.",
        read_shards,
    ),
    Setting(
        "calls",
        "BRIEFBOT_CALLS",
        "a number of 1 or more",
        "50 times the range's part of all shards",
        "Most calls a second that this process makes to Discord, which allows a bot 50 in all.",
        read_calls,
    ),
    Setting(
        "semantic",
        "BRIEFBOT_SEMANTIC",
        "`auto`, `on` or `off`",
        "`auto`",
        "Sentence vectors. `auto`: on if the extra `semantic` is installed.",
        read_word("auto", "on", "off"),
    ),
    Setting(
        "message_content",
        "BRIEFBOT_MESSAGE_CONTENT",
        "`auto`, `on` or `off`",
        "`auto`",
        "Discord's message-content intent. `auto`: requested if the application has it switched on.",
        read_word("auto", "on", "off"),
    ),
    Setting(
        "log_level",
        "BRIEFBOT_LOG_LEVEL",
        "`debug`, `info`, `warning` or `error`",
        "`info`",
        "How much is logged.",
        read_word("debug", "info", "warning", "error"),
    ),
    Setting("log_format", "BRIEFBOT_LOG_FORMAT", "`text` or `json`", "`text`", "The format of a log line.", read_word("text", "json")),
    Setting(
        "log_file",
        "BRIEFBOT_LOG_FILE",
        "a file",
        "standard error",
        "The file that `run` logs to. It is rotated at 10 MB, and five older ones are kept.",
        read_path,
    ),
    Setting(
        "metrics",
        METRICS,
        "a port, or an address and a port such as `0.0.0.0:9108`",
        "none",
        "Where `run` serves figures for Prometheus, health and readiness; needs the extra `metrics`.",
        read_port,
    ),
    Setting(
        "care",
        "BRIEFBOT_CARE",
        f"a text of at most {CARE_LIMIT:,} characters",
        "a kind sentence in the reader's language",
        "The reply to somebody who speaks of self-harm; name a help line in your members' country.",
        read_care,
    ),
    Setting(
        "proxy",
        "BRIEFBOT_PROXY",
        "an address such as `http://proxy.example:3128`",
        "what `HTTPS_PROXY` names, unless `NO_PROXY` names discord.com",
        "The HTTP proxy through which Discord is reached; only `run`, `sync` and `setup` need it.",
        read_proxy,
    ),
)
_SECRET = ("token", "proxy", "database")
"""Settings that no error shows: a proxy's address may contain a password."""
_NUMBERS = ("shards", "calls", "metrics")
"""Settings that may be numbers in the TOML file."""
_BY_NAME = {setting.name: setting for setting in TABLE}
_BY_VARIABLE = {setting.variable: setting for setting in TABLE}


def load(environ: Mapping[str, str], directory: Path) -> Settings:
    """Read all settings: the environment before `.env` before the TOML file before defaults."""
    dotenv = _dotenv(directory / ".env")
    values = _from_file(_config(environ.get(CONFIG) or dotenv.get(CONFIG), directory))
    values |= _from_variables(dotenv, directory, " in .env")
    values |= _from_variables(environ, directory, "")
    values.setdefault("data", platformdirs.user_data_path("briefbot", appauthor=False))
    return Settings(**values)


def token_of(settings: Settings) -> str:
    """Return the token; raise SettingsError if it is not set."""
    if not settings.token:
        raise SettingsError("no token: put DISCORD_TOKEN=... into the environment or a file .env; `briefbot chat` needs none")
    return settings.token


def proxy_of(settings: Settings, environ: Mapping[str, str]) -> str | None:
    """Return the proxy for Discord: as set, else from the environment."""
    excepted = {each.strip() for each in (environ.get("no_proxy") or environ.get("NO_PROXY") or "").split(",")}
    name = "https_proxy" if environ.get("https_proxy") else "HTTPS_PROXY"
    general = environ.get(name, "").strip()
    if settings.proxy or not general or excepted & {"*", _HOST, f".{_HOST}"}:
        return settings.proxy or None
    return str(_value(_BY_NAME["proxy"], general, name, Path()))


def secrets_of(settings: Settings, environ: Mapping[str, str]) -> list[str]:
    """Return what must never be in the log: the token, and passwords of addresses."""
    addresses = (settings.database, settings.proxy, environ.get("https_proxy", ""), environ.get("HTTPS_PROXY", ""))
    passwords = (address.rpartition("@")[0].rpartition(":")[2] for address in addresses if "@" in address)
    return [secret for secret in (settings.token, *passwords) if secret]


def _dotenv(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        return {name: value for name, value in dotenv_values(path, interpolate=False).items() if value}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read ({error})") from error


def _config(named: str | None, directory: Path) -> Path | None:
    path = directory / Path(named or FILE).expanduser()
    if path.is_file():
        return path
    if named:
        raise SettingsError(f"{CONFIG}: there is no file {path}")
    return None


def _from_variables(variables: Mapping[str, str], directory: Path, where: str) -> dict[str, Any]:
    for name in variables:
        if name.startswith(PREFIX) and name != CONFIG and name not in _BY_VARIABLE:
            raise SettingsError(f"{name}{where}: there is no such setting{_likely(name, [*_BY_VARIABLE, CONFIG])}")
    return {
        setting.name: _value(setting, variables[setting.variable], setting.variable + where, directory)
        for setting in TABLE
        if variables.get(setting.variable, "").strip()
    }


def _from_file(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as TOML ({error})") from error
    values = {}
    for name, value in table.items():
        if name not in _BY_NAME:
            raise SettingsError(f"{path}: {name}: there is no such setting{_likely(name, list(_BY_NAME))}")
        values[name] = _value(_BY_NAME[name], value, f"{path}: {name}", path.parent)
    return values


def _value(setting: Setting, value: object, where: str, directory: Path) -> object:
    """Read one value; an error shows what was set, but never a secret."""
    try:
        text = str(value) if setting.name in _NUMBERS and type(value) in (int, float) else value
        if isinstance(text, str) and text.strip():
            return setting.read(text.strip(), directory)
    except (ValueError, RuntimeError):  # expanduser() raises RuntimeError for a user that does not exist
        pass
    found = "" if setting.name in _SECRET else f", found {_shown(value)}"
    raise SettingsError(f"{where}: expected {setting.takes.replace('`', '')}{found}")


def _shown(value: object) -> str:
    return f"{len(value)} characters" if isinstance(value, str) and len(value) > _SHOWN else repr(value)


def _likely(name: str, names: list[str]) -> str:
    close = difflib.get_close_matches(name, names, n=1)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(names)}"


def table_text() -> str:
    """Write the table in the form of docs/settings.md."""
    rows = ["| Setting | Variable | Takes | Default | What it is for |", "|---|---|---|---|---|"]
    rows += [f"| `{row.name}` | `{row.variable}` | {row.takes} | {row.default} | {row.meaning} |" for row in TABLE]
    return "\n".join(rows) + "\n"
