"""Update a bundle to an article that has changed.

Places that only moved are renumbered, others are marked for review.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from briefbot.bundle import Bundle
from briefbot.checking.source_diff import SourceDiff
from briefbot.checking.verbatim import gate
from briefbot.domain.knowledge import Evidence, Quote, Speaker

_PLACES = "evidence", "context", "changed"
Verdict: TypeAlias = Literal["same", "moved", "review", "draft"]


@dataclass(frozen=True, slots=True)
class Followed:
    """A thing of the files after the change of the article."""

    name: str
    verdict: Verdict
    before: tuple[Evidence, ...]
    after: tuple[Evidence, ...]
    data: Mapping[str, Any]
    """None if its place is gone; an entry or quotation then becomes a draft."""


@dataclass(frozen=True)
class Follower:
    """Updates the items of a bundle's files to the changed article."""

    bundle: Bundle
    diff: SourceDiff

    def followed(self, data: Mapping[str, Any]) -> Followed:
        """Return an item of a file after the change."""
        name = str(data.get("id", data.get("canonical", "")))
        if isinstance(data.get("paragraph"), int):
            return self._quotation(name, data)
        before: tuple[Evidence, ...] = tuple(data.get("evidence") or ())
        new = self._renumbered(data)
        changed = self._to_review(before)
        if before and not new["evidence"]:
            return Followed(name, "draft", before, (), {**_without(new, "evidence", "changed"), "draft": True})
        if changed:
            new["changed"] = list(dict.fromkeys([*new.get("changed", ()), *changed]))
        verdict: Verdict = "review" if changed else "same" if new == dict(data) else "moved"
        return Followed(name, verdict, before, tuple(new.get("evidence") or ()), new)

    def _renumbered(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return an item with its new places; a list of further places that becomes empty is removed."""
        found = {key: self._places(data[key]) for key in _PLACES if isinstance(data.get(key), list)}
        return _without({**data, **found}, *(key for key, places in found.items() if not places and key != "evidence"))

    def _places(self, places: Sequence[Evidence]) -> list[Evidence]:
        found = (self.diff.place(place) for place in places)
        return list(dict.fromkeys(place for place in found if place is not None))

    def _to_review(self, before: Sequence[Evidence]) -> list[Evidence]:
        """List the places that a person has to review: changed ones, and all remaining ones if one is gone."""
        if any(self.diff.place(place) is None for place in before):
            return self._places(before)
        return self._places([place for place in before if self.diff.has_changed(place)])

    def _quotation(self, name: str, data: Mapping[str, Any]) -> Followed:
        """Move a quotation to the new place of its exact words.

        If they are nowhere, it becomes a draft.
        """
        number = data["paragraph"]
        found = self._place_of(name, number)
        if found is None:
            return Followed(name, "draft", (number,), (), {**_without(data, "paragraph"), "draft": True})
        return Followed(name, "same" if found == number else "moved", (number,), (found,), {**data, "paragraph": found})

    def _place_of(self, name: str, number: int) -> int | None:
        """Return the new paragraph of a quotation; a draft, which is checked later, just keeps its place."""
        quotes = (thing for kind, thing in self.bundle.things if kind == "quote" and thing.id == name)
        quote = next(quotes, None)
        places = self._candidates(number)
        if isinstance(quote, Quote):
            return next((place for place in places if self._stands(quote, place)), None)
        return next((place for place in self._places([number]) if isinstance(place, int)), None)

    def _candidates(self, number: int) -> Iterator[int]:
        """Yield the paragraphs where a quotation may be now, the likeliest first."""
        place = self.diff.place(number)
        if isinstance(place, int):
            yield place
        yield from range(1, self.diff.after.paragraphs + 1)

    def _stands(self, quote: Quote, number: int) -> bool:
        speakers = {thing.id: thing for _, thing in self.bundle.things if isinstance(thing, Speaker)}
        moved = Quote(quote.id, quote.speaker, quote.text, number, quote.partial)
        return gate(moved, speakers.get(quote.speaker), self.diff.article) is None


def _without(data: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in keys}
