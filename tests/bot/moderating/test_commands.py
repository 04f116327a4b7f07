"""Moderators change the knowledge in dialogs, with a preview before saving."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import aiohttp
import discord
import pytest
from simcord import InteractionResult

from bot.desks import COST, Desk, buttons, edit, fields, offered, press_forged, save, shown, submit, told
from briefbot.bot.app import make_bot
from briefbot.bot.transport.limits import Limits
from briefbot.domain.knowledge import ThingKind
from briefbot.domain.revision import Change, Revision
from briefbot.editing.edit import Edit
from briefbot.editing.exchange.workbooks import Openpyxl
from briefbot.editing.exchange.writing import written
from briefbot.editing.export_file import changes_text
from briefbot.errors import StoreError
from briefbot.matching import MatcherCache
from briefbot.service import Service
from briefbot.store import Revisions, Store

PRIMARY, SECONDARY = discord.ButtonStyle.primary, discord.ButtonStyle.secondary
OLD, NEW = "The repair cost £61,500.", "It cost £61,500."
TITLE = "How much did the new roof cost?"


class FailingRevisions(Revisions):
    """Revisions on a disk that fails on demand."""

    cannot_write = cannot_read = False

    def append(self, added: Sequence[Revision]) -> list[Revision]:
        """Append, or fail."""
        if self.cannot_write:
            raise StoreError("the disk is full; the operator has to free some space")
        return super().append(added)

    def one(self, guild: int, kind: ThingKind, thing_id: str, number: int) -> Revision | None:
        """Read, or fail."""
        if self.cannot_read:
            raise StoreError("the disk reports an error")
        return super().one(guild, kind, thing_id, number)


@pytest.fixture
def revisions(store: Store) -> FailingRevisions:
    return FailingRevisions(store.database)


@pytest.fixture
def service(bundle: Path, store: Store, revisions: FailingRevisions, matchers: MatcherCache) -> Service:
    return Service(bundle, article=bundle / "article.txt", store=replace(store, revisions=revisions), cache=matchers, workbooks=Openpyxl)


async def restart(desk: Desk, tmp_path: Path) -> None:
    """Restart the bot with an empty memory."""
    await desk.env.restart_bot(make_bot(desk.service, tmp_path, message_content=True, shard_count=1))


def refusals(desk: Desk) -> int:
    """Count refused commands, which simcord otherwise reports as failures."""
    return len(desk.env.errors)


def files(result: InteractionResult) -> dict[str, str]:
    """Return the files of an interaction's reply."""
    answers = [*([result.response] if result.response is not None else []), *result.followups]
    return {file.filename: file.url for answer in answers for file in answer.attachments}


# Editing ---------------------------------------------------------------------------------------------


async def test_a_form_opens_filled_with_the_text_in_use(desk: Desk) -> None:
    form = await desk.mia.slash(desk.channel, "knowledge edit", thing=COST)
    assert fields(form)["answer"] == OLD
    assert fields(form)["evidence"] == "2"
    assert (fields(form)["kind"], fields(form)["stance"]) == ("fact", "claim")


async def test_a_preview_shows_the_reply_and_the_difference_and_saves_nothing(desk: Desk) -> None:
    preview = shown(await edit(desk, desk.mia, answer=NEW))
    said_by = "— Parish council, Hollowbrook (a claim), paragraph 2 of 9"
    assert preview.content.startswith(f"**Preview, not saved yet:** “{TITLE}”\n> **{TITLE}**\n> {NEW}\n> {said_by}")
    assert f"- {OLD}\n+ {NEW}" in preview.content
    assert list(buttons(preview)) == [
        "More phrasings",
        "Speaker and caveat",
        "Title and tests",
        "Save",
        "Edit again",
        "Add a reason",
        "Discard",
    ]
    assert desk.answer() == OLD


async def test_an_edit_is_saved_by_three_presses(desk: Desk) -> None:
    form = await desk.mia.slash(desk.channel, "knowledge edit", thing=COST)
    preview = await submit(desk.mia, form, answer=NEW)
    assert told(preview).endswith("\nIt breaks no right answer.\n-# Tried all 213 questions.")
    assert desk.answer() == OLD
    saved = await desk.mia.click(shown(preview), label="Save")
    assert told(saved) == f"Saved and in use: “{TITLE}”"
    assert list(buttons(shown(saved))) == ["Undo", "Try it", "Add a reason"]
    assert desk.answer() == NEW
    [step] = desk.service.editor.history(desk.guild.id)
    assert (step.revision.author, step.revision.reason) == (desk.mia.id, "")


async def test_a_reason_is_given_before_saving(desk: Desk) -> None:
    preview = shown(await edit(desk, desk.mia, answer=NEW))
    shown_again = await submit(desk.mia, await desk.mia.click(preview, label="Add a reason"), reason="shorter")
    assert "\n-# Why: shorter\n" in told(shown_again)
    assert fields(await desk.mia.click(shown(shown_again), label="Change the reason")) == {"reason": "shorter"}
    saved = await desk.mia.click(shown(shown_again), label="Save")
    assert list(buttons(shown(saved))) == ["Undo", "Try it"]
    assert desk.service.editor.history(desk.guild.id)[0].revision.reason == "shorter"


async def test_a_reason_is_given_once_after_saving_and_told_to_the_audit_channel(desk: Desk) -> None:
    audit = desk.guild.create_text_channel("audit")
    desk.service.guilds.change(desk.guild.id, audit_channel=audit.id)
    saved = shown(await save(desk.mia, await edit(desk, desk.mia, answer=NEW)))
    form, late = await desk.mia.click(saved, label="Add a reason"), await desk.mia.click(saved, label="Add a reason")
    explained = await submit(desk.mia, form, reason="shorter")
    assert f"Why “{TITLE}” was changed: shorter" in told(explained)
    assert audit.last_message.content == f"Why “{TITLE}” was changed: shorter"
    assert desk.service.editor.history(desk.guild.id)[0].revision.reason == "shorter"
    assert "Only the person who made the change can add a reason" in told(await submit(desk.mia, late, reason="longer"))


async def test_what_was_saved_can_be_tried(desk: Desk) -> None:
    saved = shown(await save(desk.mia, await edit(desk, desk.mia, answer=NEW)))
    tried = await desk.mia.click(saved, label="Try it")
    assert f"-# Asked: {TITLE}\n{NEW}" in told(tried)


async def take_a_phrasing(desk: Desk) -> InteractionResult:
    """Give one entry a phrasing of another, up to the preview."""
    taken = "why did the library have to shut"
    kept = fields(await desk.mia.slash(desk.channel, "knowledge edit", thing="entry:ceiling"))["phrasings"].replace(taken, "collapse")
    await save(desk.mia, await edit(desk, desk.mia, "entry:ceiling", phrasings=kept))
    return await edit(desk, desk.mia, "entry:reopening", phrasings=f"When did the library reopen?\n{taken}\nceiling room collapse")


async def test_right_answers_that_break_are_named_by_what_people_see(desk: Desk) -> None:
    content = told(await take_a_phrasing(desk))
    assert "**It would break " in content
    broken = [line for line in content.splitlines() if line.startswith("- “")]
    assert any("now “When did the library reopen?”, then " in line for line in broken)
    assert not any("`" in line for line in broken)


async def test_where_right_answers_break_saving_is_red_and_second(desk: Desk) -> None:
    preview = shown(await take_a_phrasing(desk))
    last = preview.components[-1].to_dict()["components"]
    assert [part["label"] for part in last] == ["Edit again", "Save anyway", "Add a reason", "Discard"]
    assert [part["style"] for part in last][:2] == [discord.ButtonStyle.primary.value, discord.ButtonStyle.danger.value]
    assert "Saved and in use: " in told(await desk.mia.click(preview, label="Save anyway"))


async def test_discarding_saves_nothing(desk: Desk) -> None:
    preview = shown(await edit(desk, desk.mia, answer=NEW))
    assert told(await desk.mia.click(preview, label="Discard")) == "Discarded. Nothing was saved."
    assert told(await desk.mia.slash(desk.channel, "knowledge history")) == "Nothing has been changed here yet."


async def test_an_entry_is_added_with_phrasings_speaker_and_tests(desk: Desk) -> None:
    form = await desk.mia.slash(desk.channel, "knowledge add")
    added = await submit(
        desk.mia, form, phrasings="Who paid for the roof's slates?", answer="The council.", evidence="2, deck", stance="claim"
    )
    preview = shown(added)
    await submit(desk.mia, await desk.mia.click(preview, label="More phrasings"), phrasings="slates bill\n\nwho bought the slate")
    form = await desk.mia.click(preview, label="Speaker and caveat")
    await submit(desk.mia, form, speaker="parish-council", caveat="Counted.", topic="money", related="cost grant")
    form = await desk.mia.click(preview, label="Title and tests")
    title = "Who paid for the slates?"
    tried = await submit(desk.mia, form, title=title, tests__reach="slate payer\npayer of slates", tests__not="how many slates")
    assert f"> **{title}**\n> The council." in shown(tried).content
    await save(desk.mia, added)
    entry = desk.service.knowledge(desk.guild.id).entries["paid-for-roof-s-slates"]
    assert entry.phrasings == ("Who paid for the roof's slates?", "slates bill", "who bought the slate")
    assert (entry.evidence, entry.speaker, entry.caveat, entry.related) == ((2, "deck"), "parish-council", "Counted.", ("cost", "grant"))
    assert (entry.title, entry.label) == (title, title)
    assert (entry.tests.reach, entry.tests.avoid) == (("slate payer", "payer of slates"), ("how many slates",))
    assert "paid-for-roof-s-slates" not in desk.service.knowledge(desk.other.id).entries


async def test_a_form_says_what_it_edits_and_offers_what_can_be_picked_by_name(desk: Desk) -> None:
    form = await desk.mia.slash(desk.channel, "knowledge edit", thing=COST)
    assert form.modal["title"] == f"Edit: {TITLE}"
    preview = shown(await submit(desk.mia, form, answer=NEW))
    details = await desk.mia.click(preview, label="Speaker and caveat")
    assert details.modal["title"] == "Speaker and caveat: How much did the new…"
    assert offered(details, "speaker")["parish-council"] == "parish council"
    assert offered(details, "speaker")["-"] == "Nobody"
    assert offered(details, "topic")["money"] == "Money"
    assert offered(details, "related")["grant"].endswith("?")
    nobody = await submit(desk.mia, details, speaker="-", related="")
    assert "Speaker:\n- parish-council" in told(nobody)


async def test_a_fault_in_the_second_form_is_corrected_in_that_form(desk: Desk) -> None:
    preview = shown(await edit(desk, desk.mia, answer=NEW))
    form = await desk.mia.click(preview, label="Title and tests")
    refused = await submit(desk.mia, form, title="When did the library reopen?")
    assert told(refused).startswith("This cannot be saved:\n")
    others = ["More phrasings", "Speaker and caveat", "Show “When did the library reopen?”", "Discard"]
    assert list(buttons(shown(refused))) == ["Edit again", *others]
    again = await desk.mia.click(shown(refused), label="Edit again")
    assert again.modal["title"].startswith("Title and tests: ")
    assert fields(again)["title"] == "When did the library reopen?"
    await save(desk.mia, await submit(desk.mia, again, title="How much was the roof?"))
    entry = desk.service.knowledge(desk.guild.id).entries["cost"]
    assert (entry.title, entry.answer) == ("How much was the roof?", NEW)


async def test_what_is_too_long_for_a_field_is_edited_in_parts(desk: Desk) -> None:
    long = [f"how many pounds for the {number} slates of the roof" for number in range(100, 200)]
    text = {**(desk.service.editor.text(desk.guild.id, ("entry", "cost")) or {}), "phrasings": [TITLE, *long]}
    desk.service.editor.apply(desk.guild.id, desk.mia.id, Edit(Change("entry", "cost", "text", text)))
    form = await desk.mia.slash(desk.channel, "knowledge edit", thing=COST)
    assert "phrasings" not in fields(form)
    assert "**Ways to ask it, one per line** is too long for this form" in str(form.modal["components"])
    unchanged = shown(await submit(desk.mia, form))
    [menu] = [part for row in unchanged.components for part in row.to_dict()["components"] if "options" in part]
    assert [option["label"] for option in menu["options"]] == [f"Ways to ask it, one per line: part {n} of 2" for n in (1, 2)]
    part = await desk.mia.select(unchanged, [menu["options"][1]["value"]])
    assert part.modal["title"] == "Part 2 of 2: How much did the new roof cost?"
    *kept, last = fields(part)["phrasings"].splitlines()
    assert last == long[-1]
    await save(desk.mia, await submit(desk.mia, part, phrasings="\n".join([*kept, "what the slates came to"])))
    assert desk.service.knowledge(desk.guild.id).entries["cost"].phrasings == (TITLE, *long[:-1], "what the slates came to")


async def test_speaker_topic_and_related_entries_are_set_by_a_command_with_completion(desk: Desk) -> None:
    async def offer(option: str, typed: str, **given: str) -> dict[str, str]:
        found = await desk.mia.autocomplete(desk.channel, "knowledge details", option, typed, **given)
        return {choice["value"]: choice["name"] for choice in found}

    assert await offer("speaker", "calloway") == {"ines-calloway": "Ines Calloway"}
    assert await offer("topic", "mon") == {"Money": "Money"}
    assert "entry:leak" in await offer("relate", "leak")
    options = {"thing": COST, "speaker": "Ines Calloway", "topic": "roof", "relate": "entry:leak"}
    await save(desk.mia, await desk.mia.slash(desk.channel, "knowledge details", **options))
    entry = desk.service.knowledge(desk.guild.id).entries["cost"]
    assert (entry.speaker, entry.topic, entry.related[-1]) == ("ines-calloway", "roof", "leak")
    await save(desk.mia, await desk.mia.slash(desk.channel, "knowledge details", thing=COST, speaker="-", unrelate="entry:leak"))
    entry = desk.service.knowledge(desk.guild.id).entries["cost"]
    assert entry.speaker == ""
    assert "leak" not in entry.related


@pytest.mark.parametrize("options", [{}, {"speaker": "Nemo"}, {"topic": "weather"}, {"relate": "none"}])
async def test_details_that_are_not_there_are_refused(options: dict[str, str], desk: Desk) -> None:
    refused = told(await desk.mia.slash(desk.channel, "knowledge details", thing=COST, **options))
    assert refused.startswith("I can't find that." if options else "Pick a speaker")
    assert refusals(desk) == 1


async def test_phrasings_are_added_several_at_once(desk: Desk) -> None:
    form = await desk.mia.slash(desk.channel, "knowledge phrase", thing=COST)
    await save(desk.mia, await submit(desk.mia, form, phrasings="bill for the lot\nsum of all costs"))
    assert desk.service.knowledge(desk.guild.id).entries["cost"].phrasings[-2:] == ("bill for the lot", "sum of all costs")


async def test_a_name_gets_other_forms(desk: Desk) -> None:
    form = await desk.mia.slash(desk.channel, "knowledge alias", name="footbridge")
    await save(desk.mia, await submit(desk.mia, form, forms="the little bridge\npassarelle"))
    form = await desk.mia.slash(desk.channel, "knowledge alias", name="footbridge")
    assert fields(form)["forms"] == "the little bridge\npassarelle"


@pytest.mark.parametrize("name", ["   ", "alias: "])
async def test_other_forms_of_nothing_are_refused_before_a_form_opens(desk: Desk, name: str) -> None:
    refused = await desk.mia.slash(desk.channel, "knowledge alias", name=name)
    assert refused.modal is None
    assert told(refused) == "Type the name or term to add other forms to."
    assert refusals(desk) == 1


async def test_a_speaker_is_added_and_edited(desk: Desk) -> None:
    form = await desk.mia.slash(desk.channel, "knowledge speaker")
    await save(desk.mia, await submit(desk.mia, form, name="Ottoline Pym", aliases="Pym", role="reporter"))
    assert desk.service.knowledge(desk.guild.id).speakers["ottoline-pym"].role == "reporter"
    form = await desk.mia.slash(desk.channel, "knowledge speaker", speaker="speaker:ottoline-pym")
    await save(desk.mia, await submit(desk.mia, form, role="journalist"))
    assert desk.service.knowledge(desk.guild.id).speakers["ottoline-pym"].role == "journalist"


# Quotations ------------------------------------------------------------------------------------------


async def test_a_quotation_is_added_and_marked_as_cut(desk: Desk) -> None:
    form = await desk.mia.slash(desk.channel, "knowledge quote")
    text = "Nobody in this village was willing"
    added = await submit(
        desk.mia, form, text=text, speaker="ines-calloway", paragraph="5", topics="village", phrasings="village will quote"
    )
    await save(desk.mia, added)
    quote = desk.service.knowledge(desk.guild.id).quotes["quote-nobody-this-village-willing"]
    assert (quote.partial, quote.speaker, quote.paragraph) == ("end", "ines-calloway", 5)


async def test_a_quotation_is_shown_and_previewed_within_one_bar(desk: Desk) -> None:
    words, speaker = "\n> “For two winters", "\n> — Ines Calloway, "
    known = told(await desk.mia.slash(desk.channel, "knowledge show", thing="quote:quote-buckets"))
    preview = told(await edit(desk, desk.mia, "quote:quote-buckets", topics="leak"))
    assert all(words in content and speaker in content for content in (known, preview))


async def test_a_quotation_that_does_not_stand_there_is_refused_with_the_nearest_passage(desk: Desk) -> None:
    form = await desk.mia.slash(desk.channel, "knowledge quote")
    refused = await submit(desk.mia, form, text="Nobody in this town was willing", speaker="ines-calloway", paragraph="5")
    assert "The closest passage is in paragraph 5: “Nobody in this village was willing to let that heart stop" in told(refused)
    again = await desk.mia.click(shown(refused), label="Edit again")
    assert fields(again)["text"] == "Nobody in this town was willing"


async def test_without_the_article_a_line_says_how_to_configure_it(desk: Desk, bundle: Path) -> None:
    desk.service._article_path = None
    desk.service.reload()
    assert "BRIEFBOT_ARTICLE" in told(await desk.mia.slash(desk.channel, "knowledge quote"))
    assert refusals(desk) == 1


# Refusals and conflicts ------------------------------------------------------------------------------


async def test_a_colliding_phrasing_is_refused_with_both_shown_and_the_text_kept(desk: Desk) -> None:
    refused = await edit(desk, desk.mia, phrasings="when DID the library reopen\nprice of it", answer="x" * 400)
    assert "“when DID the library reopen” is the same as “When did the library reopen?” of “When did the library reopen?”" in told(refused)
    assert "your-text.txt" in files(refused)
    other = await desk.mia.click(shown(refused), label="Show “When did the library reopen?”")
    assert told(other).startswith("**When did the library reopen?**\n-# entry. ")
    again = await desk.mia.click(shown(refused), label="Edit again")
    assert fields(again)["phrasings"] == "when DID the library reopen\nprice of it"
    await save(desk.mia, await submit(desk.mia, again, phrasings="price of it", answer=NEW))
    assert desk.answer() == NEW


async def test_the_second_of_two_moderators_sees_the_first_change_and_keeps_their_text(desk: Desk) -> None:
    mine = await desk.mia.slash(desk.channel, "knowledge edit", thing=COST)
    theirs = await desk.max.slash(desk.channel, "knowledge edit", thing=COST)
    await save(desk.max, await submit(desk.max, theirs, answer="Max says £61,500."))
    late = await submit(desk.mia, mine, answer="Mia says £61,500.")
    assert told(late).startswith("Nothing was saved: “How much did the new roof cost?” was changed in the meantime")
    assert "- Max says £61,500." in told(late)
    assert "+ Mia says £61,500." in told(late)
    assert "your-text.txt" in files(late)
    assert desk.answer() == "Max says £61,500."
    again = await desk.mia.click(shown(late), label="Edit again")
    assert fields(again)["answer"] == "Mia says £61,500."
    await save(desk.mia, await submit(desk.mia, again))
    assert desk.answer() == "Mia says £61,500."
    assert [step.revision.author for step in desk.service.editor.history(desk.guild.id)] == [desk.mia.id, desk.max.id]


async def test_a_conflict_that_arises_between_preview_and_save_is_told(desk: Desk) -> None:
    mine = await edit(desk, desk.mia, answer="Mia says £61,500.")
    await save(desk.max, await edit(desk, desk.max, answer="Max says £61,500."))
    late = await desk.mia.click(shown(mine), label="Save")
    assert "was changed in the meantime" in told(late)
    assert desk.answer() == "Max says £61,500."


async def test_a_draft_is_kept_for_a_day_over_a_restart(desk: Desk, tmp_path: Path) -> None:
    preview = shown(await edit(desk, desk.mia, answer=NEW))
    await restart(desk, tmp_path)
    assert fields(await desk.mia.click(preview, label="Edit again"))["answer"] == NEW
    await desk.mia.click(preview, label="Save")
    assert desk.answer() == NEW


async def test_a_draft_that_was_not_saved_is_offered_again(desk: Desk, tmp_path: Path) -> None:
    await edit(desk, desk.mia, answer=NEW)
    await restart(desk, tmp_path)
    offered = await desk.mia.autocomplete(desk.channel, "knowledge edit", "thing", "")
    assert offered[0]["name"] == f"draft · {TITLE}"
    assert fields(await desk.mia.slash(desk.channel, "knowledge edit", thing=offered[0]["value"]))["answer"] == NEW
    offer = await desk.mia.slash(desk.channel, "knowledge edit", thing=COST)
    assert told(offer).startswith("You have unsaved work here.")
    [option] = shown(offer).components[0].to_dict()["components"][0]["options"]
    assert option["label"] == TITLE
    assert fields(await desk.mia.select(shown(offer), [option["value"]]))["answer"] == NEW
    assert fields(await desk.mia.click(shown(offer), label="Start over"))["answer"] == OLD
    assert fields(await desk.max.slash(desk.channel, "knowledge edit", thing=COST))["answer"] == OLD


async def test_a_new_entry_that_was_not_saved_is_offered_again(desk: Desk) -> None:
    typed = {"phrasings": "Who painted the door?", "answer": "Nobody says.", "evidence": "2"}
    await submit(desk.mia, await desk.mia.slash(desk.channel, "knowledge add"), **typed)
    offer = await desk.mia.slash(desk.channel, "knowledge add")
    [option] = shown(offer).components[0].to_dict()["components"][0]["options"]
    assert option["label"] == "Who painted the door?"
    assert fields(await desk.mia.select(shown(offer), [option["value"]]))["answer"] == "Nobody says."


async def test_a_draft_that_is_over_says_so(desk: Desk) -> None:
    preview = shown(await edit(desk, desk.mia, answer=NEW))
    desk.bot.desk.drop(preview.components[-1].to_dict()["components"][0]["custom_id"].split(":")[2])
    assert "more than 24 hours old" in told(await desk.mia.click(preview, label="Save"))


async def test_what_is_kept_of_drafts_is_told_and_deleted(desk: Desk, store: Store) -> None:
    preview = shown(await edit(desk, desk.mia, answer=NEW))
    privacy = await desk.mia.slash(desk.channel, "privacy")
    assert "- 1 unsaved draft, for 24 hours" in told(await desk.mia.click(shown(privacy), label="Show my data"))
    await desk.mia.click(shown(privacy), label="Delete my data")
    assert store.drafts.count_by(desk.mia.id) == 0
    assert "This draft is gone" in told(await desk.mia.click(preview, label="Save"))


async def test_a_store_that_fails_says_that_nothing_was_saved_and_why(desk: Desk, revisions: FailingRevisions) -> None:
    preview = await edit(desk, desk.mia, answer=NEW)
    revisions.cannot_write = True
    failed = await desk.mia.click(shown(preview), label="Save")
    assert told(failed) == "Nothing was saved: the disk is full; the operator has to free some space."
    first, second = shown(failed).components[0].children[:2]
    assert (first.label, first.style, second.label, second.style) == ("Save", PRIMARY, "Edit again", SECONDARY)
    assert OLD in (await desk.ana.slash(desk.channel, "ask", question="How much did the new roof cost?")).response.content
    revisions.cannot_write = False
    await desk.mia.click(shown(failed), label="Save")
    assert desk.answer() == NEW


# Going back ------------------------------------------------------------------------------------------


async def test_retire_restore_and_undo_go_by_preview(desk: Desk) -> None:
    preview = await desk.mia.slash(desk.channel, "knowledge retire", thing=COST)
    heading, what, title, answer, *_ = told(preview).splitlines()
    assert heading == f"**Preview, not saved yet:** “{TITLE}”"
    assert what == "This will no longer be offered; its history stays."
    assert (title, answer) == (f"> **{TITLE}**", f"> {OLD}")
    assert "```" not in told(preview)
    await save(desk.mia, preview)
    assert "cost" not in desk.service.knowledge(desk.guild.id).entries
    assert "cost" in desk.service.knowledge(desk.other.id).entries
    offered = await desk.mia.autocomplete(desk.channel, "knowledge restore", "thing", "")
    assert [choice["value"] for choice in offered] == [COST]
    await save(desk.mia, await desk.mia.slash(desk.channel, "knowledge restore", thing=COST))
    assert desk.answer() == OLD
    await save(desk.mia, await desk.mia.slash(desk.channel, "knowledge undo", thing=COST))
    assert "cost" not in desk.service.knowledge(desk.guild.id).entries


async def test_an_earlier_revision_is_restored_by_its_number(desk: Desk) -> None:
    for text in ("One.", "Other."):
        await save(desk.mia, await edit(desk, desk.mia, answer=text))
    await save(desk.mia, await desk.mia.slash(desk.channel, "knowledge restore", thing=COST, revision=1))
    assert desk.answer() == "One."


async def test_undo_twice_steps_back_twice_and_redo_goes_forth(desk: Desk) -> None:
    for text in ("One.", "Other."):
        saved = await save(desk.mia, await edit(desk, desk.mia, answer=text))
    once = await desk.mia.click(shown(saved), label="Undo")
    assert desk.answer() == "One."
    twice = await desk.mia.click(shown(once), label="Undo one more")
    assert desk.answer() == OLD
    again = await desk.mia.click(shown(twice), label="Redo")
    assert told(again) == f"Redone and in use: “{TITLE}”"
    assert desk.answer() == "One."
    await desk.mia.click(shown(again), label="Undo")
    assert desk.answer() == OLD
    assert "nothing left to undo" in told(await desk.mia.slash(desk.channel, "knowledge undo", thing=COST))


async def test_undo_of_what_nobody_changed_says_so(desk: Desk) -> None:
    refused = await desk.mia.slash(desk.channel, "knowledge undo", thing=COST)
    assert told(refused) == f"Nobody changed the entry “{TITLE}” here."


async def test_history_shows_differences_pages_and_takes_the_newest_back(desk: Desk) -> None:
    for number, letter in enumerate("abcde"):
        await save(desk.mia, await edit(desk, desk.mia, answer=f"Answer {letter}."), f"reason {number}")
    page = await desk.mia.slash(desk.channel, "knowledge history", thing=COST)
    assert "- Answer d.\n+ Answer e." in told(page)
    assert "reason 4" in told(page)
    assert "reason 1" not in told(page)
    assert list(buttons(shown(page))) == ["Next page", "Undo"]
    older = await desk.mia.click(shown(page), label="Next page")
    assert f"- {OLD}\n+ Answer a." in told(older)
    newest = await desk.mia.click(shown(older), label="Previous page")
    await desk.mia.click(shown(newest), label="Undo")
    assert desk.answer() == "Answer d."


# The audit channel -----------------------------------------------------------------------------------


async def test_every_change_is_posted_with_a_button_that_survives_a_restart(desk: Desk, tmp_path: Path) -> None:
    audit = desk.guild.create_text_channel("audit")
    await desk.mia.slash(desk.channel, "settings audit", channel=audit)
    await save(desk.mia, await edit(desk, desk.mia, answer=NEW), "shorter")
    post = audit.last_message
    assert post.content.startswith(f"“{TITLE}” edited by <@{desk.mia.id}>, revision 1")
    assert "\n-# Why: shorter\n" in post.content
    assert f"+ {NEW}" in post.content
    await restart(desk, tmp_path)
    label = f"Undo: {TITLE}"
    undone = await desk.max.click(post, label=label)
    assert told(undone) == f"Undone: “{TITLE}” is as it was before."
    assert desk.answer() == OLD
    assert audit.last_message.content.startswith(f"“{TITLE}” undone by <@{desk.max.id}>, revision 2")
    late = await desk.max.click(post, label=label)
    assert told(late).startswith("“How much did the new roof cost?” was changed again since: revision 2 is the newest.")


async def test_an_audit_channel_that_cannot_be_written_to_is_told(desk: Desk) -> None:
    desk.service.guilds.change(desk.guild.id, audit_channel=12345)
    saved = await save(desk.mia, await edit(desk, desk.mia, answer=NEW))
    assert "I couldn't post in the audit channel" in told(saved)
    assert desk.answer() == NEW


@pytest.mark.parametrize("limits", [Limits(pauses=())])
async def test_a_change_is_confirmed_although_the_line_to_the_audit_channel_is_cut(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def cut(*_: object, **__: object) -> None:
        raise aiohttp.ServerDisconnectedError

    audit = desk.guild.create_text_channel("audit")
    desk.service.guilds.change(desk.guild.id, audit_channel=audit.id)
    monkeypatch.setattr(discord.TextChannel, "send", cut)
    saved = told(await save(desk.mia, await edit(desk, desk.mia, answer=NEW)))
    assert saved == f"Saved and in use: “{TITLE}”\n-# I couldn't post in the audit channel. See `/settings check`."


async def test_a_change_that_cannot_be_read_back_is_told_to_the_audit_channel_all_the_same(desk: Desk, revisions: FailingRevisions) -> None:
    audit = desk.guild.create_text_channel("audit")
    desk.service.guilds.change(desk.guild.id, audit_channel=audit.id)
    preview = await edit(desk, desk.mia, answer=NEW)
    revisions.cannot_read = True
    assert told(await save(desk.mia, preview)) == f"Saved and in use: “{TITLE}”"
    assert audit.last_message.content.startswith(f"“{TITLE}” edited by <@{desk.mia.id}>, revision 1")


# After a restart -------------------------------------------------------------------------------------


async def test_a_form_of_before_a_restart_is_taken(desk: Desk, tmp_path: Path) -> None:
    form = await desk.mia.slash(desk.channel, "knowledge edit", thing=COST)
    await restart(desk, tmp_path)
    await save(desk.mia, await submit(desk.mia, form, answer=NEW))
    assert desk.answer() == NEW


async def test_a_form_of_before_a_restart_is_held_to_the_text_that_it_showed(desk: Desk, tmp_path: Path) -> None:
    form = await desk.mia.slash(desk.channel, "knowledge edit", thing=COST)
    await save(desk.max, await edit(desk, desk.max, answer="Max says £61,500."))
    await restart(desk, tmp_path)
    assert "was changed in the meantime" in told(await submit(desk.mia, form, answer=NEW))
    assert desk.answer() == "Max says £61,500."


async def test_a_form_of_a_new_entry_of_before_a_restart_is_taken(desk: Desk, tmp_path: Path) -> None:
    form = await desk.mia.slash(desk.channel, "knowledge add")
    await restart(desk, tmp_path)
    typed = {"phrasings": "Who painted the door?", "answer": "Nobody says.", "evidence": "2"}
    await save(desk.mia, await submit(desk.mia, form, **typed))
    assert "painted-door" in desk.service.knowledge(desk.guild.id).entries


async def test_forms_of_a_new_name_from_before_a_restart_are_handed_back(desk: Desk, tmp_path: Path) -> None:
    form = await desk.mia.slash(desk.channel, "knowledge alias", name="raffle")
    await restart(desk, tmp_path)
    lost = await submit(desk.mia, form, forms="tombola")
    assert told(lost).startswith("This draft is gone")
    assert told(lost).endswith("\nYou wrote:\n> tombola")


async def test_a_long_text_whose_draft_is_gone_is_handed_back_as_a_file(desk: Desk, tmp_path: Path) -> None:
    form = await desk.mia.slash(desk.channel, "knowledge alias", name="raffle")
    await restart(desk, tmp_path)
    lost = await submit(desk.mia, form, forms="\n".join(f"draw number {number}" for number in range(50)))
    assert told(lost).startswith("This draft is gone")
    assert "your-text.txt" in files(lost)


async def test_a_reason_whose_draft_is_gone_is_handed_back(desk: Desk) -> None:
    preview = await edit(desk, desk.mia, answer=NEW)
    form = await desk.mia.click(shown(preview), label="Add a reason")
    await desk.mia.click(shown(preview), label="Discard")
    lost = await submit(desk.mia, form, reason="The council *corrected* it.")
    assert told(lost).startswith("This draft is gone")
    assert told(lost).endswith("\nYou wrote:\n> The council \\*corrected\\* it.")


async def test_a_reason_that_cannot_be_added_afterwards_is_handed_back(desk: Desk) -> None:
    saved = await save(desk.mia, await edit(desk, desk.mia, answer=NEW))
    first, second = [await desk.mia.click(shown(saved), label="Add a reason") for _ in range(2)]
    await submit(desk.mia, first, reason="a typo")
    again = await submit(desk.mia, second, reason="another reason")
    assert told(again).startswith("Only the person who made the change can add a reason")
    assert told(again).endswith("another reason")


@pytest.mark.parametrize("label", ["Title and tests", "Discard", "Edit again"])
async def test_buttons_of_before_a_restart_go_on_with_what_was_written(label: str, desk: Desk, tmp_path: Path) -> None:
    preview = shown(await edit(desk, desk.mia, answer=NEW))
    await restart(desk, tmp_path)
    result = await desk.mia.click(preview, label=label)
    assert result.acknowledged
    assert "no longer there" not in str(result.response)
    assert desk.answer() == OLD


# Looking ---------------------------------------------------------------------------------------------


async def test_show_tells_all_of_a_thing(desk: Desk) -> None:
    result = await desk.mia.slash(desk.channel, "knowledge show", thing=COST)
    assert "As the curators wrote it." in told(result)
    assert OLD in told(result)
    assert "entry.txt" in files(result)


async def test_a_conflict_is_shown_and_settled(desk: Desk, bundle: Path) -> None:
    await save(desk.mia, await edit(desk, desk.mia, answer=NEW))
    file = bundle / "entries/facts.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(OLD, "The roof cost £61,500."), encoding="utf-8")
    desk.service.reload()
    listed = told(await desk.mia.slash(desk.channel, "knowledge list", state="conflicts"))
    assert listed == "-# 1 in all\n- How much did the new roof cost? (entry, changed here, conflict)"
    result = await desk.mia.slash(desk.channel, "knowledge show", thing=COST)
    assert f"- {NEW}\n+ The roof cost £61,500." in told(result)
    merge = await desk.mia.click(shown(result), label="Merge")
    assert fields(merge)["answer"] == NEW
    await save(desk.mia, await submit(desk.mia, merge, answer="The roof cost £61,500, all in all."))
    assert desk.answer() == "The roof cost £61,500, all in all."
    assert desk.service.editor.conflicts(desk.guild.id) == []


@pytest.mark.parametrize(("label", "expected"), [("Keep ours", NEW), ("Use the bundle's", "The roof cost £61,500.")])
async def test_a_conflict_is_settled_by_one_side(label: str, expected: str, desk: Desk, bundle: Path) -> None:
    await save(desk.mia, await edit(desk, desk.mia, answer=NEW))
    file = bundle / "entries/facts.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(OLD, "The roof cost £61,500."), encoding="utf-8")
    desk.service.reload()
    result = await desk.mia.slash(desk.channel, "knowledge show", thing=COST)
    await save(desk.mia, await desk.mia.click(shown(result), label=label))
    assert desk.answer() == expected
    assert desk.service.editor.conflicts(desk.guild.id) == []


async def test_a_speaker_is_shown_in_the_message_itself(desk: Desk) -> None:
    assert "master roofer" in told(await desk.mia.slash(desk.channel, "knowledge show", thing="speaker:maud-ashby"))


async def test_the_history_of_a_server_that_changed_nothing_says_so(desk: Desk) -> None:
    assert told(await desk.mia.slash(desk.channel, "knowledge history")) == "Nothing has been changed here yet."


@pytest.mark.parametrize(
    ("typed", "told_so"),
    [
        ({"evidence": "second"}, "**Paragraphs:** expected a paragraph number or one of"),
        ({"evidence": "99"}, "**Paragraphs:** expected paragraphs 1 to 9, found 99"),
        ({"answer": " "}, "**Answer:** missing; expected a text"),
        ({"phrasings": "When did the library reopen?"}, "**Ways to ask it:** “When did the library reopen?” is the same as"),
    ],
)
async def test_a_refusal_names_the_fields_as_the_form_does(desk: Desk, typed: dict[str, str], told_so: str) -> None:
    first = {"phrasings": "Who painted the door?", "answer": "Nobody says.", "evidence": "2"}
    refused = shown(await submit(desk.mia, await desk.mia.slash(desk.channel, "knowledge add"), **{**first, **typed}))
    assert refused.content.startswith(f"This cannot be saved:\n{told_so}")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("cos", "entry:cost"), ("bake sales", "entry:villagers-raised"), ("Maude", "speaker:maud-ashby"), ("quid", "alias:pound")],
)
async def test_things_are_offered_by_title_phrasing_and_form(typed: str, expected: str, desk: Desk) -> None:
    offered = await desk.mia.autocomplete(desk.channel, "knowledge edit", "thing", typed)
    assert expected in [choice["value"] for choice in offered]


async def test_what_is_not_found_says_so(desk: Desk) -> None:
    assert "I can't find that." in told(await desk.mia.slash(desk.channel, "knowledge edit", thing="nothing like it"))
    assert refusals(desk) == 1


# Carrying over ---------------------------------------------------------------------------------------


async def test_an_export_is_imported_elsewhere_after_a_dry_run(desk: Desk) -> None:
    await save(desk.mia, await edit(desk, desk.mia, answer=NEW))
    await save(desk.mia, await desk.mia.slash(desk.channel, "knowledge retire", thing="entry:solar"))
    exported = await desk.mia.slash(desk.channel, "knowledge export")
    assert list(files(exported)) == [f"briefbot-{desk.guild.id}.json"]
    text = changes_text(desk.service.editor.changes(desk.guild.id)).encode()
    plan = await desk.olga.slash(desk.elsewhere, "knowledge import", file=("changes.json", text))
    assert told(plan).splitlines()[:3] == [
        "**Preview, not saved yet:** 2 rows",
        f"1. “{TITLE}” (entry): changed",
        "2. “Why are there no solar panels?” (entry): retired",
    ]
    assert desk.answer(guild=desk.other) == OLD
    saved = await save(desk.olga, plan)
    assert told(saved) == f"Saved: 2 changes, in use from now on.\n- “{TITLE}”\n- “Why are there no solar panels?”"
    assert changes_text(desk.service.editor.changes(desk.other.id)).encode() == text


@pytest.mark.parametrize("form", ["csv", "xlsx", "yaml"])
async def test_an_export_of_each_form_is_imported_elsewhere(form: str, desk: Desk) -> None:
    await save(desk.mia, await edit(desk, desk.mia, answer=NEW))
    exported = await desk.mia.slash(desk.channel, "knowledge export", form=form)
    assert list(files(exported)) == [f"briefbot-{desk.guild.id}.{form}"]
    content = written(desk.service.editor.changes(desk.guild.id), form, Openpyxl)  # type: ignore[arg-type]
    plan = await desk.olga.slash(desk.elsewhere, "knowledge import", file=(f"changes.{form}", content))
    assert ". “How much did the new roof cost?” (entry): changed" in told(plan)
    await save(desk.olga, plan)
    assert desk.service.editor.changes(desk.other.id) == desk.service.editor.changes(desk.guild.id)


async def test_a_list_of_another_tool_is_refused_by_row_and_column(desk: Desk) -> None:
    content = (
        "Question;Answer;Source;Views\nWhat is the new roof made of?;Reclaimed slate.;paragraph 6;17\nWho paid?;The council.;ledger;3\n"
    )
    plan = await desk.mia.slash(desk.channel, "knowledge import", file=("faq.csv", content.encode()))
    assert told(plan).startswith(
        "2 rows, read as CSV with semicolons, in UTF-8; columns that were ignored: “Views”\n2. “What is the new roof made of?” (entry): "
    )
    assert "3. “Who paid?” (entry): refused: column C “Source”: expected a paragraph number or" in told(plan)
    assert desk.service.editor.changed(desk.guild.id) == {}


@pytest.mark.parametrize(("what", "name"), [("everything", "briefbot-everything.csv"), ("template", "briefbot-template.csv")])
async def test_everything_or_a_template_is_exported_where_nothing_was_changed(what: str, name: str, desk: Desk) -> None:
    assert list(files(await desk.mia.slash(desk.channel, "knowledge export", what=what, form="csv"))) == [name]


async def test_where_nothing_was_changed_there_is_nothing_to_export(desk: Desk) -> None:
    exported = await desk.mia.slash(desk.channel, "knowledge export")
    assert told(exported) == "There is nothing to export: this server has changed nothing."
    assert files(exported) == {}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"no json", "not valid JSON"),
        (b"\xff\xfe\x00", "not UTF-16"),
        (b"{}", "neither an export"),
        (b'{"briefbot": 1, "changes": []}', "changes nothing"),
    ],
)
async def test_a_file_that_is_none_is_refused(content: bytes, expected: str, desk: Desk) -> None:
    assert expected in told(await desk.mia.slash(desk.channel, "knowledge import", file=("x.json", content)))


async def test_a_file_with_one_bad_row_is_refused_whole(desk: Desk) -> None:
    rows = [{"kind": "entry", "id": "cost", "retired": True}, {"kind": "entry", "id": "new", "text": {"id": "new"}}]
    plan = await desk.mia.slash(desk.channel, "knowledge import", file=("x.json", json.dumps({"briefbot": 1, "changes": rows}).encode()))
    assert "\n2. entry `new`: refused: Answer: missing; expected a text of 1 to 600 characters; Paragraphs: missing;" in told(plan)
    assert told(plan).endswith("\n1 row was refused, so nothing was saved.")
    assert buttons(shown(plan)) == {}


async def test_a_file_that_would_break_the_bundle_is_refused_in_the_row_that_does(desk: Desk) -> None:
    watchword = {"kind": "alias", "id": "watchword", "text": {"canonical": "watchword", "forms": ["password"]}}
    rows = [watchword, {"kind": "speaker", "id": "residents", "retired": True}]
    plan = await desk.mia.slash(desk.channel, "knowledge import", file=("x.json", json.dumps({"briefbot": 1, "changes": rows}).encode()))
    assert "1. “watchword” (alias): new\n2. “some residents” (speaker): refused: " in told(plan)
    assert "refused: “Who is not content with the repair?”, Speaker: unknown speaker" in told(plan)
    assert told(plan).endswith("\n1 row was refused, so nothing was saved.")
    assert buttons(shown(plan)) == {}
    assert desk.service.editor.changed(desk.guild.id) == {}


async def test_a_row_names_the_entry_that_has_its_phrasing_by_title(desk: Desk) -> None:
    text = {**(desk.service.editor.text(desk.guild.id, ("entry", "solar")) or {}), "phrasings": ["When did the library reopen?"]}
    rows = [{"kind": "entry", "id": "solar", "text": text}]
    plan = await desk.mia.slash(desk.channel, "knowledge import", file=("x.json", json.dumps({"briefbot": 1, "changes": rows}).encode()))
    assert "refused: Ways to ask it: “When did the library reopen?” is the same as" in told(plan)
    assert " of “When did the library reopen?”\n" in told(plan)


async def test_an_import_that_is_not_under_way_cannot_be_cancelled(desk: Desk) -> None:
    desk.bot.desk.begin_work(f"{desk.guild.id} {desk.max.id} a1b2c3d4e5")  # somebody else's
    late = await press_forged(desk.mia, desk.channel, "bb:k-cancel:a1b2c3d4e5")
    assert told(late) == "That import is no longer in progress. Unless you saved it, nothing was saved."


async def test_more_than_a_server_may_hold_is_refused_with_the_limit(desk: Desk) -> None:
    rows = [{"kind": "entry", "id": f"e{number}", "retired": True} for number in range(2_001)]
    plan = await desk.mia.slash(desk.channel, "knowledge import", file=("x.json", json.dumps({"briefbot": 1, "changes": rows}).encode()))
    assert told(plan).endswith("it has 2,001 changes, and one import can have at most 2,000. Nothing was saved.")


# The server ------------------------------------------------------------------------------------------


async def test_pause_stops_answers_here_alone_until_resumed(desk: Desk) -> None:
    await desk.mia.slash(desk.channel, "knowledge pause")
    assert "under review" in (await desk.ana.slash(desk.channel, "ask", question="How much did the new roof cost?")).response.content
    assert OLD in (await desk.olga.slash(desk.elsewhere, "ask", question="How much did the new roof cost?")).response.content
    assert refusals(desk) == 1
    await desk.mia.slash(desk.channel, "knowledge resume")
    assert OLD in (await desk.ana.slash(desk.channel, "ask", question="How much did the new roof cost?")).response.content


async def test_a_blocked_member_gets_no_answers_until_unblocked(desk: Desk) -> None:
    await desk.mia.slash(desk.channel, "knowledge block", member=desk.ana.user)
    refused = await desk.ana.slash(desk.channel, "ask", question="How much did the new roof cost?")
    assert OLD not in refused.response.content
    assert refusals(desk) == 1
    await desk.mia.slash(desk.channel, "knowledge unblock", member=desk.ana.user)
    assert OLD in (await desk.ana.slash(desk.channel, "ask", question="How much did the new roof cost?")).response.content


async def test_nothing_that_moderators_do_pings_anybody(desk: Desk) -> None:
    await save(desk.mia, await edit(desk, desk.mia, answer="@everyone <@1> it cost £61,500."))
    sent = [entry.json for entry in desk.env.http_requests if isinstance(entry.json, dict)]
    bodies = [body.get("data") or body for body in sent if "content" in (body.get("data") or body)]
    assert bodies
    assert all(body["allowed_mentions"]["parse"] == [] for body in bodies)


async def test_notices_of_a_pause_go_when_it_is_over(desk: Desk) -> None:
    await desk.mia.slash(desk.channel, "knowledge pause")
    asked = await desk.ana.send(desk.channel, f"<@{desk.bot.me.id}> When did the library reopen?")
    await desk.env.advance_time(40)
    assert desk.channel.last_message.content.startswith("The article is under review")
    await desk.mia.slash(desk.channel, "knowledge resume")
    await desk.env.advance_time(20)
    assert [message.id for message in desk.channel.history() if not message.flags.ephemeral] == [asked.id]


@pytest.mark.parametrize("who", ["mia", "max"])
async def test_no_moderator_is_blocked_by_themselves_or_by_another(desk: Desk, who: str) -> None:
    refused = told(await desk.mia.slash(desk.channel, "knowledge block", member=getattr(desk, who)))
    assert refused == "Moderators can't be blocked, and that includes you."
    assert desk.service.settings(desk.guild.id).blocked == frozenset()
    assert refusals(desk) == 1


async def test_a_member_with_the_moderators_role_is_not_blocked(desk: Desk) -> None:
    role = desk.guild.create_role("curators")
    desk.service.guilds.change(desk.guild.id, moderators=role.id)
    cora = desk.guild.add_member(desk.env.create_user("cora"), roles=[role])
    assert "can't be blocked" in told(await desk.mia.slash(desk.channel, "knowledge block", member=cora))
    assert refusals(desk) == 1


async def test_unblock_and_resume_say_that_there_was_nothing_to_take_back(desk: Desk) -> None:
    audit = desk.guild.create_text_channel("audit")
    desk.service.guilds.change(desk.guild.id, audit_channel=audit.id)
    unblocked = await desk.mia.slash(desk.channel, "knowledge unblock", member=desk.ana)
    assert told(unblocked) == f"<@{desk.ana.id}> wasn't blocked: I answer them as usual."
    assert told(await desk.mia.slash(desk.channel, "knowledge resume")) == "I wasn't paused: I answer as usual."
    assert audit.history() == []


async def test_what_waits_to_be_reviewed_is_listed_until_somebody_sends_its_form_off(desk: Desk) -> None:
    text = desk.service.editor.text(desk.guild.id, ("entry", "cost"))
    assert text is not None
    desk.service.editor.apply(desk.guild.id, desk.mia.id, Edit(Change("entry", "cost", "text", {**text, "changed": [2]})))
    shown = await desk.ana.slash(desk.channel, "ask", question="How much did the new roof cost?")
    assert "-# The article has changed here" in shown.response.content
    assert "cost" in told(await desk.mia.slash(desk.channel, "knowledge list", state="to review"))
    await save(desk.mia, await edit(desk, desk.mia, answer=NEW))
    assert "There's nothing here." in told(await desk.mia.slash(desk.channel, "knowledge list", state="to review"))
