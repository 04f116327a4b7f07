"""The article's paragraphs for moderators, with what cites each."""

from __future__ import annotations

from briefbot.bot.access import editor_of, guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating.custom_ids import ShowParagraph
from briefbot.bot.moderating.pointing import key_of_item, ways_to
from briefbot.bot.transport.common_buttons import pager
from briefbot.bot.transport.components import view_of
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import is_private_message, replace_reply, send_reply
from briefbot.domain.knowledge import Key, Knowledge
from briefbot.i18n import clip, mark, say, say_many
from briefbot.rendering.markdown import CONTENT_LIMIT, block_quote, escape, small

_TEXT_LIMIT = CONTENT_LIMIT - 200
"""The most characters of a paragraph that are shown."""
NO_ARTICLE_HERE = mark("I can't show the article's text: my operator hasn't given it to me (`BRIEFBOT_ARTICLE`).")


async def show_paragraph(interaction: Interaction, wanted: ShowParagraph) -> None:
    """Show a paragraph: in place of the private message whose button was pressed, else as a new one."""
    guild, knowledge = guild_of(interaction), interaction.client.service.knowledge(guild_of(interaction))
    article = interaction.client.service.article
    if article is None:
        raise RefusedError(NO_ARTICLE_HERE)
    total, number = len(article.paragraphs), wanted.number
    if number > total:
        raise RefusedError(mark("The article has {total} paragraphs."), total=total)
    citing = [key_of_item(item) for item in knowledge.items() if number in item.evidence]
    lines = [
        say("**Paragraph {number} of {total}**", number=number, total=total),
        block_quote(clip(escape(article.paragraphs[number - 1]), _TEXT_LIMIT)),
        small(say_many("{count} entry or quotation cites it.", "{count} entries and quotations cite it.", len(citing))),
    ]
    view = view_of([*ways_to(editor_of(interaction), guild, citing), *pager(number, total, ShowParagraph)])
    if is_private_message(interaction):
        await replace_reply(interaction, "\n".join(lines), view=view)
    else:
        await send_reply(interaction, "\n".join(lines), view=view, is_private=True)


def cited_first(knowledge: Knowledge, key: Key) -> int | None:
    """Return the first paragraph that a thing cites, or None."""
    item = knowledge.item(key[1]) if key[0] in ("entry", "quote") else None
    return next((place for place in item.evidence if isinstance(place, int)), None) if item is not None else None


async def setup(bot: BriefBot) -> None:
    """Register the buttons."""
    bot.router.button(ShowParagraph, show_paragraph, check=guild_of)
