"""Store questions without a helpful answer, and the groups that they are in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from briefbot.domain.inbox import HeldGroup, HeldQuestion, State
from briefbot.store.database import Database
from briefbot.store.guilds import ensure_guild
from briefbot.store.schema import inbox_groups, inbox_questions

_LIVELY: Sequence[State] = ("open", "done")
"""Groups in these states are deleted with their last question; groups with a decision stay, to be recognised again."""


class HeldQuestions:
    """The inboxes of all guilds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def hold(self, question: HeldQuestion, group: int | None) -> int | None:
        """Add a question to a group, or to a new one if that is gone.

        Return the group, or None if it is ignored for good.
        """
        with self._database.writing(settles=False) as connection:
            ensure_guild(connection, question.guild_id)
            state = connection.scalar(select(inbox_groups.c.state).where(inbox_groups.c.id == group)) if group is not None else None
            if state == "ignored":
                return None
            if group is None or state is None:
                group = _new_group(connection, question)
            elif state == "done":
                connection.execute(update(inbox_groups).where(inbox_groups.c.id == group).values(state="open"))
            row = {**asdict(question), "near": " ".join(question.near), "group_id": group}
            connection.execute(insert(inbox_questions).values(row))
            return group

    def groups(self, guild: int, group: int | None = None) -> list[HeldGroup]:
        """List a guild's groups, or one of them, each with its questions, oldest first."""
        of_group = inbox_groups.select().where(inbox_groups.c.guild_id == guild).order_by(inbox_groups.c.id)
        asked = inbox_questions.select().where(inbox_questions.c.guild_id == guild).order_by(inbox_questions.c.id)
        if group is not None:
            of_group, asked = of_group.where(inbox_groups.c.id == group), asked.where(inbox_questions.c.group_id == group)
        with self._database.reading() as connection:
            found = connection.execute(of_group).all()
            questions: dict[int, list[HeldQuestion]] = {row.id: [] for row in found}
            for row in connection.execute(asked):
                questions.setdefault(row.group_id, []).append(_question(row))
        return [HeldGroup(row.id, row.state, row.person_id, row.words, tuple(questions[row.id])) for row in found]

    def change(self, guild: int, group: int, state: State, person: int | None) -> bool:
        """Record the moderators' decision on a group; return whether the group exists."""
        wanted = (inbox_groups.c.guild_id == guild, inbox_groups.c.id == group)
        with self._database.writing(settles=False) as connection:
            changed = connection.execute(update(inbox_groups).where(*wanted).values(state=state, person_id=person)).rowcount > 0
            if state == "ignored":
                connection.execute(delete(inbox_questions).where(inbox_questions.c.group_id == group, inbox_questions.c.guild_id == guild))
            return changed

    def delete_older(self, guild: int, than: datetime) -> None:
        """Delete a guild's questions from before a time, and empty groups without a decision."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(inbox_questions).where(inbox_questions.c.guild_id == guild, inbox_questions.c.time < than))
            filled = select(inbox_questions.c.group_id).where(inbox_questions.c.guild_id == guild)
            empty = (inbox_groups.c.guild_id == guild, inbox_groups.c.state.in_(_LIVELY), inbox_groups.c.id.not_in(filled))
            connection.execute(delete(inbox_groups).where(*empty))

    def clear(self, guild: int) -> None:
        """Delete all of a guild's inbox."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(inbox_questions).where(inbox_questions.c.guild_id == guild))
            connection.execute(delete(inbox_groups).where(inbox_groups.c.guild_id == guild))

    def guilds(self) -> list[int]:
        """List the guilds with any questions."""
        with self._database.reading() as connection:
            return list(connection.scalars(select(inbox_groups.c.guild_id).distinct().order_by(inbox_groups.c.guild_id)))

    def count_by(self, person: int) -> int:
        """Count the groups that a person is working on."""
        mine = select(func.count()).select_from(inbox_groups).where(inbox_groups.c.person_id == person)
        with self._database.reading() as connection:
            return connection.scalar(mine) or 0

    def forget_all_by(self, person: int) -> None:
        """Remove a person from a group that they are working on."""
        with self._database.writing(settles=False) as connection:
            connection.execute(update(inbox_groups).where(inbox_groups.c.person_id == person).values(person_id=None))


def _new_group(connection: Connection, question: HeldQuestion) -> int:
    row = {"guild_id": question.guild_id, "state": "open", "words": question.words}
    made = connection.execute(insert(inbox_groups).values(row).returning(inbox_groups.c.id)).scalar_one()
    return int(made)


def _question(row: Row[Any]) -> HeldQuestion:
    return HeldQuestion(row.guild_id, row.words, row.why, row.time, tuple(row.near.split()), row.answer)
