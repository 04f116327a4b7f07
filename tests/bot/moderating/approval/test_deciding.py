"""What the moderators' role changes waits for somebody who may manage the server.

Accepted with both names, or sent back.
"""

from __future__ import annotations

import json
from pathlib import Path

import discord
from simcord import InteractionResult

from bot.conftest import labels
from bot.desks import Desk, edit, fields, press_forged, save, shown, submit, told
from bot.moderating.approval.conftest import Pair
from briefbot.bot.app import make_bot
from briefbot.domain.knowledge import Entry

TITLE = "How much did the new roof cost?"
COST, SUMMER = "The new roof cost £61,500 in all.", "It cost £61,500."


async def hand_in(pair: Pair, answer: str = COST, reason: str = "") -> InteractionResult:
    """Let Rosa change an answer."""
    return await save(pair.rosa, await edit(pair.desk, pair.rosa, answer=answer), reason)


def before(desk: Desk) -> str:
    return desk.service.knowledge().entries["cost"].answer


async def restart(desk: Desk, data: Path) -> None:
    await desk.env.restart_bot(make_bot(desk.service, data, message_content=True, shard_count=1))


def waiting(pair: Pair) -> int:
    return len(pair.desk.service.pending.of_guild(pair.desk.guild.id))


# Handing in ------------------------------------------------------------------------------------


async def test_a_change_by_the_role_waits_and_is_posted_with_its_preview(pair: Pair) -> None:
    preview = await edit(pair.desk, pair.rosa, answer=COST)
    assert "it waits until somebody who can manage this server accepts it" in told(preview)
    done = await save(pair.rosa, preview)
    assert told(done).startswith("Handed in: it counts once somebody who can manage this server accepts it.")
    assert pair.desk.answer() == before(pair.desk)
    [post] = pair.audit.history()
    assert post.content.startswith(f"**Waits for approval:** “{TITLE}”")
    assert COST in post.content
    assert "```diff" in post.content
    assert "It breaks no right answer." in post.content
    assert post.content.endswith(f"-# By <@{pair.rosa.id}>")
    assert labels(post) == ["Accept", "Send back"]


async def test_who_may_manage_the_server_is_not_held_back(pair: Pair) -> None:
    assert told(await save(pair.desk.mia, await edit(pair.desk, pair.desk.mia, answer=COST))).startswith("Saved and in use:")


async def test_nothing_waits_where_the_setting_is_off(pair: Pair) -> None:
    pair.desk.service.guilds.change(pair.desk.guild.id, needs_approval=False)
    assert told(await hand_in(pair)).startswith("Saved and in use:")


async def test_retiring_undoing_and_importing_wait(pair: Pair) -> None:
    desk, guild = pair.desk, pair.desk.guild.id
    await save(desk.mia, await edit(desk, desk.mia, answer=COST))
    undone = await pair.rosa.click(pair.audit.history()[0], label=f"Undo: {TITLE}")
    await save(pair.rosa, undone)
    await save(pair.rosa, await pair.rosa.slash(desk.channel, "knowledge retire", thing="entry:cost"))
    rows = [{"kind": "entry", "id": name, "retired": True} for name in ("solar", "cost")]
    file = ("x.json", json.dumps({"briefbot": 1, "changes": rows}).encode())
    await save(pair.rosa, await pair.rosa.slash(desk.channel, "knowledge import", file=file))
    assert waiting(pair) == 3
    post = pair.audit.history()[-1]
    assert post.content.startswith("**Waits for approval:** 2 changes\n- “Why are there no solar panels?”\n- ")
    assert [each.filename for each in post.attachments] == ["difference.txt"]
    assert desk.answer() == COST
    assert len(desk.service.editor.history(guild)) == 1


async def test_without_an_audit_channel_the_history_leads_to_it(pair: Pair) -> None:
    pair.desk.service.guilds.change(pair.desk.guild.id, audit_channel=None)
    assert "They find it with `/knowledge history`." in told(await hand_in(pair))


# Accepting -------------------------------------------------------------------------------------


async def test_accepted_after_a_restart_it_is_in_use_with_both_names(pair: Pair, tmp_path: Path) -> None:
    await hand_in(pair, reason="as printed")
    await restart(pair.desk, tmp_path)
    await pair.desk.mia.click(pair.audit.history()[0], label="Accept")
    assert pair.desk.answer() == COST
    assert waiting(pair) == 0
    [step] = pair.desk.service.editor.history(pair.desk.guild.id)
    assert (step.revision.author, step.revision.accepted_by, step.revision.reason) == (pair.rosa.id, pair.desk.mia.id, "as printed")
    post, announced, answer = pair.audit.history()
    assert post.content.startswith(f"**Accepted by <@{pair.desk.mia.id}>**\n“How much did the new roof cost?”")
    assert labels(post) == []
    assert f"edited by <@{pair.rosa.id}>, accepted by <@{pair.desk.mia.id}>" in announced.content
    assert answer.content.startswith(f"<@{pair.rosa.id}> Your change was accepted and is in use:")
    assert [each.id for each in answer.mentions] == [pair.rosa.id]


async def test_an_author_who_does_not_see_the_audit_channel_is_told_alone(pair: Pair) -> None:
    await hand_in(pair)
    hidden = pair.desk.guild.create_text_channel("hidden", overwrites={pair.rosa: discord.PermissionOverwrite(view_channel=False)})
    pair.desk.service.guilds.change(pair.desk.guild.id, audit_channel=hidden.id)
    await hand_in(pair, SUMMER)
    await pair.desk.mia.click(hidden.history()[0], label="Accept")
    assert pair.rosa.user.dm_channel.history()[-1].content.startswith("In here: Your change was accepted and is in use:")


async def test_the_role_cannot_accept(pair: Pair) -> None:
    await hand_in(pair)
    assert "Only people who can manage this server" in told(await pair.rosa.click(pair.audit.history()[0], label="Accept"))
    assert waiting(pair) == 1


async def test_it_is_decided_once(pair: Pair) -> None:
    await hand_in(pair)
    number = pair.desk.service.pending.of_guild(pair.desk.guild.id)[0].number
    for _ in range(2):
        done = await press_forged(pair.desk.mia, pair.desk.channel, f"bb:k-decide:accept:{number}")
    assert "doesn't wait any more" in told(done)
    assert len(pair.desk.service.editor.history(pair.desk.guild.id)) == 1


async def test_what_was_changed_meanwhile_is_a_conflict_and_goes_on_waiting(pair: Pair) -> None:
    await hand_in(pair)
    await save(pair.desk.max, await edit(pair.desk, pair.desk.max, answer=SUMMER))
    done = await pair.desk.mia.click(pair.audit.history()[0], label="Accept")
    [note] = done.followups
    assert "was changed in the meantime and is now at revision 1." in note.content
    assert "The text in use (-) against what waits (+):" in note.content
    assert pair.desk.answer() == SUMMER
    assert waiting(pair) == 1
    assert labels(pair.audit.history()[0]) == ["Accept", "Send back"]


# Sending back ----------------------------------------------------------------------------------


async def test_sent_back_its_author_hears_why_and_has_it_as_a_draft(pair: Pair, tmp_path: Path) -> None:
    await hand_in(pair)
    form = await pair.desk.mia.click(pair.audit.history()[0], label="Send back")
    await submit(pair.desk.mia, form, words="Cite the *second* paragraph.")
    assert waiting(pair) == 0
    post, answer = pair.audit.history()
    assert post.content.startswith(f"**Sent back by <@{pair.desk.mia.id}>: Cite the \\*second\\* paragraph.**\n")
    assert answer.content.startswith(f"<@{pair.rosa.id}> Your change was sent back:")
    assert "Cite the \\*second\\* paragraph." in answer.content
    await restart(pair.desk, tmp_path)
    again = await pair.rosa.slash(pair.desk.channel, "knowledge edit", thing="entry:cost")
    [menu] = shown(again).components[0].children
    form = await pair.rosa.select(shown(again), [menu.options[0].value])
    assert fields(form)["answer"] == COST


async def test_its_author_withdraws_it(pair: Pair) -> None:
    await hand_in(pair)
    await submit(pair.rosa, await pair.rosa.click(pair.audit.history()[0], label="Send back"), words="not yet")
    assert waiting(pair) == 0
    assert len(pair.audit.history()) == 1


async def test_its_author_is_forgotten_with_it(pair: Pair) -> None:
    await hand_in(pair)
    panel = await pair.rosa.slash(pair.desk.channel, "privacy")
    kept = await pair.rosa.click(panel.response, label="Show my data")
    assert "- 1 change that waits for approval, until it is decided" in kept.response.content
    await pair.rosa.click(panel.response, label="Delete my data")
    assert waiting(pair) == 0


async def test_who_accepted_is_forgotten_and_the_change_stays(pair: Pair) -> None:
    await hand_in(pair)
    await pair.desk.mia.click(pair.audit.history()[0], label="Accept")
    assert pair.desk.service.kept_about(pair.desk.mia.id).changes == 1
    pair.desk.service.forget(pair.desk.mia.id)
    [step] = pair.desk.service.editor.history(pair.desk.guild.id)
    assert (step.revision.author, step.revision.accepted_by) == (pair.rosa.id, None)
    assert isinstance(pair.desk.service.editor.thing(pair.desk.guild.id, ("entry", "cost")), Entry)
