"""A bundle as one JSON text: after it has passed the check, its YAML is not read again."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from briefbot.bundle.reading import Bundle, made
from briefbot.domain.knowledge import Block, Caveat, Source, Tests, Thing, ThingKind


def bundle_text(bundle: Bundle) -> str:
    """Write a bundle as JSON."""
    plain = {
        "source": asdict(bundle.source),
        "things": [(kind, asdict(thing)) for kind, thing in bundle.things],
        "quotations": bundle.quotations,
        "lines": bundle.lines,
        "answers": bundle.answers,
    }
    return json.dumps(plain, ensure_ascii=False)


def bundle_from(text: str) -> Bundle:
    """Read the result of `bundle_text`."""
    plain: dict[str, Any] = json.loads(text)
    source = _frozen(plain["source"])
    blocks = tuple(Block(**block) for block in source.pop("blocks"))
    caveats = tuple(Caveat(**_frozen(caveat)) for caveat in source.pop("caveats"))
    things = [(kind, _thing(kind, _frozen(values))) for kind, values in plain["things"]]
    made = Source(**source, blocks=blocks, caveats=caveats)
    lines = [(name, line) for name, line in plain["lines"]]
    return Bundle(made, things, plain["quotations"], lines, plain.get("answers", {}))


def _thing(kind: ThingKind, values: dict[str, Any]) -> Thing:
    if "tests" in values:
        values["tests"] = Tests(**_frozen(values["tests"]))
    return made(kind, values)


def _frozen(values: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
