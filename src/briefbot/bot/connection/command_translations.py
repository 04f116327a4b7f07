"""Descriptions of commands in other languages, from the same catalogue as all of the bot's words.

Names that are typed stay as they are, as docs and other messages name them; those in a message's menu are translated
too.
"""

from __future__ import annotations

import logging

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from briefbot.i18n import say, speaking

log = logging.getLogger(__name__)

_TYPED = (Location.command_name, Location.group_name, Location.parameter_name)
_TEXT_LIMIT = 100
_MENU_LIMIT = 32


class CatalogueTranslator(app_commands.Translator):
    """Translates through the catalogue; texts that Discord would refuse stay in English, and are logged."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Translate a description, or a name in a message's menu; return None where the catalogue has nothing."""
        if context.location in _TYPED and not isinstance(context.data, app_commands.ContextMenu):
            return None
        with speaking(str(locale)):
            translated = say(string.message)
        if translated == string.message:
            return None
        if not _is_fitting(translated, context):
            log.warning("translation refused", extra={"locale": str(locale), "message_id": string.message, "translation": translated})
            return None
        return translated


def _is_fitting(text: str, context: app_commands.TranslationContextTypes) -> bool:
    return len(text) <= (_MENU_LIMIT if isinstance(context.data, app_commands.ContextMenu) else _TEXT_LIMIT)
