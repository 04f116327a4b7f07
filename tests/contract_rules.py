"""Rules of Discord that its API description lacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Body = Mapping[str, Any]

MAX_CONTENT = 2000
MAX_EMBED_TEXT = 6000
MAX_DISPLAY_TEXT = 4000
MAX_COMMAND_TEXT = 4000
# Slash commands, commands on users, commands on messages: in all the 130 that the description names.
MAX_COMMANDS = {1: 100, 2: 15, 3: 15}

_COMPONENTS_V2 = 1 << 15
_TEXT_DISPLAY = 10
_SUBCOMMANDS = {1, 2}
_SLASH_NAME = re.compile(r"[-_'\w]{1,32}")
_CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
_NEW_MESSAGE = {"/channels/{channel_id}/messages", "/webhooks/{webhook_id}/{webhook_token}"}
_MESSAGE_CALLBACK, _UPDATE_CALLBACK, _MODAL_CALLBACK = 4, 7, 9


def broken(method: str, route: str, body: Any) -> Iterator[str]:
    """Name each rule that a body breaks."""
    if route == _CALLBACK:
        data, kind = body.get("data") or {}, body.get("type")
        if kind in (_MESSAGE_CALLBACK, _UPDATE_CALLBACK):
            yield from _message(data, is_new=kind == _MESSAGE_CALLBACK)
        elif kind == _MODAL_CALLBACK:
            yield from _custom_ids(data)
    elif method in ("POST", "PATCH") and (route in _NEW_MESSAGE or "/messages/" in route):
        yield from _message(body, is_new=route in _NEW_MESSAGE)
    elif route.endswith(("/commands", "/commands/{command_id}")):
        yield from _commands(body if isinstance(body, list) else [body], is_partial=method == "PATCH")


# Messages


def _message(body: Body, *, is_new: bool) -> Iterator[str]:
    content = body.get("content") or ""
    shown = ("embeds", "components", "sticker_ids", "attachments", "poll")
    if is_new and not content.strip() and not any(body.get(key) for key in shown):
        yield "the message is empty"
    if len(content) > MAX_CONTENT:
        yield f"content: {len(content)} characters, at most {MAX_CONTENT}"
    if (body.get("flags") or 0) & _COMPONENTS_V2 and (content or body.get("embeds")):
        yield "components v2 exclude content and embeds"
    yield from _embeds(body.get("embeds") or ())
    yield from _custom_ids(body)
    display = sum(len(part["content"]) for part in walk(body.get("components")) if part.get("type") == _TEXT_DISPLAY)
    if display > MAX_DISPLAY_TEXT:
        yield f"components: {display} characters of text, at most {MAX_DISPLAY_TEXT}"


def _embeds(embeds: Iterable[Body]) -> Iterator[str]:
    texts = [text for embed in embeds for text in _embed_texts(embed)]
    total = sum(map(len, texts))
    if total > MAX_EMBED_TEXT:
        yield f"embeds: {total} characters in all, at most {MAX_EMBED_TEXT}"
    for embed in embeds:
        for field in embed.get("fields") or ():
            for key in ("name", "value"):
                if not (field.get(key) or "").strip():
                    yield f"embeds: a field with an empty {key}"


def _embed_texts(embed: Body) -> Iterator[str]:
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    yield (embed.get("footer") or {}).get("text") or ""
    yield (embed.get("author") or {}).get("name") or ""
    for field in embed.get("fields") or ():
        yield field.get("name") or ""
        yield field.get("value") or ""


def _custom_ids(body: Body) -> Iterator[str]:
    found = Counter(part["custom_id"] for part in walk(body.get("components")) if part.get("custom_id"))
    for custom_id, times in found.items():
        if times > 1:
            yield f"components: custom id {custom_id!r} stands {times} times"


def walk(components: Any) -> Iterator[Body]:
    """Go through components, those inside others included."""
    for part in components or ():
        yield part
        yield from walk(part.get("components"))
        yield from walk(part[key] for key in ("component", "accessory") if part.get(key))


# Commands


def _commands(commands: list[Body], *, is_partial: bool) -> Iterator[str]:
    kinds = Counter(command.get("type") or 1 for command in commands)
    for kind, most in MAX_COMMANDS.items():
        if kinds[kind] > most:
            yield f"{kinds[kind]} commands of type {kind}, at most {most}"
    named = Counter((command.get("type") or 1, command.get("name")) for command in commands)
    yield from (f"command {name!r} stands {times} times" for (_, name), times in named.items() if name and times > 1)
    for command in commands:
        if (command.get("type") or 1) == 1:
            yield from _slash(command, str(command.get("name")), is_partial=is_partial)
        elif command.get("description"):
            yield f"{command.get('name')!r}: a context menu command has no description"


def _slash(thing: Body, path: str, *, is_partial: bool = False) -> Iterator[str]:
    yield from _naming(thing, path, is_partial=is_partial)
    locales = {locale for part in _parts(thing) for locale in part.get("name_localizations") or ()}
    for locale in [None, *sorted(locales)]:
        length = sum(_length(part, locale) for part in _parts(thing))
        if length > MAX_COMMAND_TEXT:
            yield f"{path!r}: {length} characters in {locale or 'all'}, at most {MAX_COMMAND_TEXT}"
    yield from _options(thing.get("options") or (), path)


def _naming(thing: Body, path: str, *, is_partial: bool = False) -> Iterator[str]:
    names = [thing.get("name"), *(thing.get("name_localizations") or {}).values()]
    for name in names:
        if name is not None and (name != name.lower() or not _SLASH_NAME.fullmatch(name)):
            yield f"{path!r}: the name {name!r} is not in lower case or has other signs than letters, - and _"
    if not (thing.get("description") or "").strip() and ("description" in thing or not is_partial):
        yield f"{path!r}: the description is empty"


def _options(options: Iterable[Body], path: str) -> Iterator[str]:
    kinds = {option.get("type") in _SUBCOMMANDS for option in options}
    if len(kinds) > 1:
        yield f"{path!r}: subcommands beside other options"
    names = Counter(option.get("name") for option in options)
    yield from (f"{path!r}: option {name!r} stands {times} times" for name, times in names.items() if times > 1)
    seen_optional = False
    for option in options:
        if option.get("required") and seen_optional:
            yield f"{path!r}: the required option {option.get('name')!r} stands after an optional one"
        seen_optional = seen_optional or not option.get("required")
        inner = f"{path} {option.get('name')}"
        yield from _naming(option, inner)
        yield from _options(option.get("options") or (), inner)


def _parts(thing: Body) -> Iterator[Body]:
    yield thing
    for inner in (*(thing.get("options") or ()), *(thing.get("choices") or ())):
        yield from _parts(inner)


def _length(part: Body, locale: str | None) -> int:
    value = part.get("value")
    texts = [value if isinstance(value, str) else ""]
    for key in ("name", "description"):
        localised = (part.get(f"{key}_localizations") or {}).get(locale)
        texts.append(localised or part.get(key) or "")
    return sum(map(len, texts))
