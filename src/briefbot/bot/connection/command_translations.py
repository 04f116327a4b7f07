"""Names and descriptions of commands in other languages, from the same catalogue as all of the bot's words."""

from __future__ import annotations

import logging
import re

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from briefbot.i18n import say, speaking

log = logging.getLogger(__name__)

_NAMES = (Location.command_name, Location.group_name, Location.parameter_name)
_NAME = re.compile(r"[-_'\w]{1,32}")
_TEXT_LIMIT = 100
_MENU_LIMIT = 32


class CatalogueTranslator(app_commands.Translator):
    """Translates through the catalogue; what Discord would refuse stays in English, and is logged."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Translate a name or description; return None where the catalogue has nothing."""
        with speaking(str(locale)):
            translated = say(string.message)
        if translated == string.message:
            return None
        if not _is_fitting(translated, context):
            log.warning("translation refused", extra={"locale": str(locale), "message_id": string.message, "translation": translated})
            return None
        return translated


def _is_fitting(text: str, context: app_commands.TranslationContextTypes) -> bool:
    if isinstance(context.data, app_commands.ContextMenu):
        return len(text) <= _MENU_LIMIT
    if context.location in _NAMES:
        return _NAME.fullmatch(text) is not None and text == text.lower()
    return len(text) <= _TEXT_LIMIT
