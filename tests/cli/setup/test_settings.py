"""Settings from the environment, `.env` and a TOML file."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbot.cli.setup.settings import TABLE, Settings, load, proxy_of, secrets_of, table_text
from briefbot.domain.shards import Shards
from briefbot.errors import SettingsError

TOKEN = "MTIz.abc.secret"  # noqa: S105 -- no real one


def test_nothing_set_means_defaults(tmp_path: Path) -> None:
    settings = load({}, tmp_path)
    assert settings == Settings(data=settings.data)
    assert settings.data.name == "briefbot"
    assert (settings.token, settings.knowledge, settings.article, settings.semantic) == ("", None, None, "auto")


def test_everything_can_be_set_in_the_environment(tmp_path: Path) -> None:
    environ = {
        "DISCORD_TOKEN": TOKEN,
        "BRIEFBOT_KNOWLEDGE": "bundle",
        "BRIEFBOT_ARTICLE": "/srv/article.txt",
        "BRIEFBOT_DATA": str(tmp_path / "data"),
        "BRIEFBOT_SEMANTIC": "OFF",
        "BRIEFBOT_MESSAGE_CONTENT": "on",
        "BRIEFBOT_LOG_LEVEL": "debug",
        "BRIEFBOT_LOG_FORMAT": "json",
        "BRIEFBOT_LOG_FILE": "bot.log",
        "BRIEFBOT_METRICS": "0.0.0.0:9108",
        "BRIEFBOT_CARE": "Please call 0800 111.",
        "BRIEFBOT_PROXY": "http://proxy.example:3128",
        "BRIEFBOT_SHARDS": "0-3/16",
        "BRIEFBOT_CALLS": "12.5",
        "HOME": "/nowhere",
    }
    assert load(environ, tmp_path) == Settings(
        token=TOKEN,
        knowledge=tmp_path / "bundle",
        article=Path("/srv/article.txt"),
        data=tmp_path / "data",
        semantic="off",
        message_content="on",
        log_level="debug",
        log_format="json",
        log_file=tmp_path / "bot.log",
        metrics=("0.0.0.0", 9108),  # noqa: S104 -- read, not used
        care="Please call 0800 111.",
        proxy="http://proxy.example:3128",
        shards=Shards(0, 3, 16),
        calls=12.5,
    )


def test_the_environment_comes_before_dotenv_before_the_file_before_the_default(tmp_path: Path) -> None:
    (tmp_path / "briefbot.toml").write_text('semantic = "on"\nlog_level = "error"\nlog_format = "json"\n')
    (tmp_path / ".env").write_text("# a comment\nBRIEFBOT_SEMANTIC=off\nexport BRIEFBOT_LOG_LEVEL='warning'\n")
    settings = load({"BRIEFBOT_SEMANTIC": "auto"}, tmp_path)
    assert (settings.semantic, settings.log_level, settings.log_format) == ("auto", "warning", "json")
    assert settings.message_content == "auto"


@pytest.mark.parametrize(
    ("text", "address"), [("9108", ("127.0.0.1", 9108)), ("localhost:9108", ("localhost", 9108)), ("[::1]:9108", ("::1", 9108))]
)
def test_a_port_alone_is_one_of_this_machine(tmp_path: Path, text: str, address: tuple[str, int]) -> None:
    assert load({"BRIEFBOT_METRICS": text}, tmp_path).metrics == address


def test_what_is_empty_is_not_set(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BRIEFBOT_SEMANTIC=off\nDISCORD_TOKEN=\n")
    settings = load({"BRIEFBOT_SEMANTIC": "", "BRIEFBOT_KNOWLEDGE": " "}, tmp_path)
    assert (settings.semantic, settings.token, settings.knowledge) == ("off", "", None)


def test_a_file_elsewhere_can_be_named_and_its_paths_start_there(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "bot.toml").write_text('article = "article.txt"\n')
    assert load({"BRIEFBOT_CONFIG": "etc/bot.toml"}, tmp_path).article == tmp_path / "etc" / "article.txt"


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        ({"BRIEFBOT_SEMANTIC": "maybe"}, "BRIEFBOT_SEMANTIC: expected auto, on or off, found 'maybe'"),
        ({"BRIEFBOT_LOG_LEVEL": "7"}, "BRIEFBOT_LOG_LEVEL: expected debug, info, warning or error, found '7'"),
        ({"BRIEFBOT_SEMANTIK": "on"}, "BRIEFBOT_SEMANTIK: there is no such setting; did you mean BRIEFBOT_SEMANTIC?"),
        ({"BRIEFBOT_DATA": "~nobody-of-that-name/x"}, "BRIEFBOT_DATA: expected a directory, found '~nobody-of-that-name/x'"),
        ({"BRIEFBOT_CARE": "x" * 2_001}, "BRIEFBOT_CARE: expected a text of at most 2,000 characters, found 2001 characters"),
        ({"BRIEFBOT_CARE": "call \udcff"}, "BRIEFBOT_CARE: expected a text of at most 2,000 characters, found 'call \\udcff'"),
        ({"BRIEFBOT_SHARDS": "4-3/8"}, "BRIEFBOT_SHARDS: expected a range such as 0-3/16, a count, or auto, found '4-3/8'"),
        ({"BRIEFBOT_CALLS": "nan"}, "BRIEFBOT_CALLS: expected a number of 1 or more, found 'nan'"),
        ({"BRIEFBOT_METRICS": "0"}, "BRIEFBOT_METRICS: expected a port, or an address and a port such as 0.0.0.0:9108, found '0'"),
        ({"BRIEFBOT_METRICS": "on"}, "BRIEFBOT_METRICS: expected a port, or an address and a port such as 0.0.0.0:9108, found 'on'"),
        (
            {"BRIEFBOT_METRICS": "x:65536"},
            "BRIEFBOT_METRICS: expected a port, or an address and a port such as 0.0.0.0:9108, found 'x:65536'",
        ),
        ({"DISCORD_TOKEN": "two words"}, "DISCORD_TOKEN: expected the bot's token"),
        ({"DISCORD_TOKEN": "tökén"}, "DISCORD_TOKEN: expected the bot's token"),
    ],
)
def test_a_wrong_one_is_one_clear_line(tmp_path: Path, environ: dict[str, str], line: str) -> None:
    with pytest.raises(SettingsError) as error:
        load(environ, tmp_path)
    assert str(error.value) == line


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("semantic = 'maybe'", "semantic: expected auto, on or off, found 'maybe'"),
        ("semantic = true", "semantic: expected auto, on or off, found True"),
        ("semantics = 'on'", "semantics: there is no such setting; did you mean semantic?"),
        ("[briefbot]\nsemantic = 'on'", "briefbot: there is no such setting"),
        ("shards = 0", "shards: expected a range such as 0-3/16, a count, or auto, found 0"),
        ("knowledge = 7", "knowledge: expected a directory, found 7"),
        ("token = 7", "token: expected the bot's token"),
        ("semantic", "cannot be read as TOML"),
        ("semantic = 'on'\nsemantic = 'on'", "cannot be read as TOML"),
    ],
)
def test_a_wrong_file_is_one_clear_line(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "briefbot.toml").write_text(content)
    with pytest.raises(SettingsError) as error:
        load({}, tmp_path)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_can_give_numbers(tmp_path: Path) -> None:
    (tmp_path / "briefbot.toml").write_text("shards = 8\ncalls = 20\nmetrics = 9108\n")
    read = load({}, tmp_path)
    assert (read.shards, read.calls, read.metrics) == (Shards(0, 7, 8), 20.0, ("127.0.0.1", 9108))


@pytest.mark.parametrize("text", ["auto", "AUTO"])
def test_shards_can_be_left_to_discord(tmp_path: Path, text: str) -> None:
    assert load({"BRIEFBOT_SHARDS": text}, tmp_path).shards is None


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no file"):
        load({"BRIEFBOT_CONFIG": "nothing.toml"}, tmp_path)


def test_a_wrong_one_in_dotenv_says_where(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BRIEFBOT_LOG_FORMAT=xml\n")
    with pytest.raises(SettingsError, match=r"BRIEFBOT_LOG_FORMAT in \.env: expected text or json, found 'xml'"):
        load({}, tmp_path)


def test_a_text_can_be_as_long_as_a_message_and_have_several_lines(tmp_path: Path) -> None:
    (tmp_path / "briefbot.toml").write_text(f"care = '''{'x' * 1_990}\n\nline two'''")
    assert load({}, tmp_path).care == "x" * 1_990 + "\n\nline two"


def test_the_token_never_shows(tmp_path: Path) -> None:
    assert TOKEN not in repr(load({"DISCORD_TOKEN": TOKEN}, tmp_path))
    with pytest.raises(SettingsError) as error:
        load({"DISCORD_TOKEN": TOKEN + " x"}, tmp_path)
    assert TOKEN not in str(error.value)


def test_the_docs_show_the_table(root: Path) -> None:
    assert table_text() in (root / "docs" / "settings.md").read_text(encoding="utf-8")


def test_the_table_names_every_field() -> None:
    assert {setting.name for setting in TABLE} == set(Settings.__slots__)


# The proxy ------------------------------------------------------------------------------------

PROXY = "http://me:hush@proxy.example:3128"


@pytest.mark.parametrize(
    ("environ", "proxy"),
    [
        ({}, None),
        ({"BRIEFBOT_PROXY": PROXY}, PROXY),
        ({"BRIEFBOT_PROXY": "proxy.example:3128"}, "http://proxy.example:3128"),
        ({"HTTPS_PROXY": PROXY}, PROXY),
        ({"https_proxy": PROXY, "HTTPS_PROXY": "http://other.example"}, PROXY),
        ({"HTTPS_PROXY": "http://other.example", "BRIEFBOT_PROXY": PROXY}, PROXY),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "localhost, discord.com"}, None),
        ({"HTTPS_PROXY": PROXY, "no_proxy": "*"}, None),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "example.com"}, PROXY),
        ({"HTTP_PROXY": PROXY}, None),
    ],
)
def test_the_proxy_is_the_one_that_is_set_or_the_one_for_all_programs(environ: dict[str, str], proxy: str | None, tmp_path: Path) -> None:
    assert proxy_of(load(environ, tmp_path), environ) == proxy


@pytest.mark.parametrize("wrong", ["socks5://me:hush@proxy", "https://me:hush@proxy", "http://", "http://me:hush@proxy:port", "http://a b"])
def test_a_proxy_of_another_kind_is_refused_without_its_password(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="BRIEFBOT_PROXY: expected an address such as") as refused:
        load({"BRIEFBOT_PROXY": wrong}, tmp_path)
    assert "hush" not in str(refused.value)
    settings = load({"HTTPS_PROXY": wrong}, tmp_path)  # other programs' own: it stops only what needs it
    with pytest.raises(SettingsError, match="HTTPS_PROXY: expected an address such as"):
        proxy_of(settings, {"HTTPS_PROXY": wrong})


def test_the_passwords_of_proxies_are_secret(tmp_path: Path) -> None:
    environ = {"BRIEFBOT_PROXY": PROXY, "HTTPS_PROXY": "http://you:silence@proxy", "DISCORD_TOKEN": TOKEN}
    settings = load(environ, tmp_path)
    assert secrets_of(settings, environ) == [TOKEN, "hush", "silence"]
    assert "hush" not in repr(settings)
