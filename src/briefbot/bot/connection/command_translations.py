"""Translate the descriptions of commands, from the same catalogue as all of the bot's words.

Names that are typed are not translated, because the documentation and other messages use them. Names in a message's
menu are translated.
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
        """Return the translation of a description, or of a name in a message's menu; None if the catalogue has none."""
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
