"""Custom ids never change, are parsed as they were packed, and fit Discord's limit."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.bot.asking.answer_buttons import (
    DismissSuggestions,
    JudgeReply,
    PickQuestion,
    ShowAgain,
    ShowCard,
    ShowContext,
    ShowRelated,
    ShowSources,
    Suggest,
    TurnPage,
    TurnSources,
)
from briefbot.bot.asking.judging import PickReason, ReasonInWords, SayRight, TellMe
from briefbot.bot.browsing.appeals import AppealForm
from briefbot.bot.browsing.asking_moderators import AskForm
from briefbot.bot.browsing.from_messages import SuggestForm
from briefbot.bot.browsing.privacy import ConfirmDeletion, DeleteKept, KeepAll, ShowKept
from briefbot.bot.browsing.quotations import ChooseSpeaker, TurnQuotations
from briefbot.bot.browsing.topics import PickTopic, TurnQuestions, TurnTopics
from briefbot.bot.moderating.custom_ids import (
    CancelImport,
    ChangeSetting,
    Commit,
    CorrectReplies,
    Decide,
    Discard,
    DraftId,
    EditPicked,
    Explain,
    ExplainForm,
    GiveReason,
    PickDraft,
    PickThing,
    ReasonForm,
    Save,
    SendBackForm,
    Settle,
    SetUp,
    ShowCorrection,
    ShowParagraph,
    ShowPending,
    ShowThing,
    StepBack,
    StopCorrection,
    TryIt,
    TurnHistory,
    TurnList,
    Undo,
    WriteAgain,
    WriteMore,
    WritePart,
    WrittenForm,
    ref,
)
from briefbot.bot.moderating.editing.fields import FORMS
from briefbot.bot.moderating.explaining import AddPhrasing, ShowFigures
from briefbot.bot.moderating.inbox.group_ids import ActOnAsked, ActOnGroup, AnswerForm, PickForGroup, TurnInbox
from briefbot.bot.transport.common_buttons import Appeal, AskModerators, AskMore, PickSuggestion, Remove, ShowTopics
from briefbot.bot.transport.custom_ids import LIMIT, CustomId, MalformedError

DIGEST = "0123456789abcdef"
DRAFT = DraftId("a1b2c3d4e5", "e.cost", "edit", 1, DIGEST)
NEW = DraftId("-", "e.", "add", 0, "")
ON_THE_WIRE: list[tuple[CustomId, str]] = [
    (Suggest(7, "0a1b2c3d4e"), "bb:suggest:7:0a1b2c3d4e"),
    (DismissSuggestions(7), "bb:none:7"),
    (ShowRelated("0a1b2c3d4e"), "bb:show:0a1b2c3d4e"),
    (ShowAgain(7, "0a1b2c3d4e.1a1b2c3d4e"), "bb:again:7:0a1b2c3d4e.1a1b2c3d4e"),
    (TurnPage(2, 7, "0a1b2c3d4e"), "bb:page:2:7:0a1b2c3d4e"),
    (ShowSources("0a1b2c3d4e", "0a1b2c"), "bb:sources:0a1b2c3d4e:0a1b2c"),
    (ShowSources("0a1b2c3d4e"), "bb:sources:0a1b2c3d4e"),
    (TurnSources(2, "0a1b2c3d4e", "0a1b2c"), "bb:sources-page:2:0a1b2c3d4e:0a1b2c"),
    (TurnSources(2, "0a1b2c3d4e"), "bb:sources-page:2:0a1b2c3d4e"),
    (ShowContext("0a1b2c3d4e"), "bb:context:0a1b2c3d4e"),
    (ShowCard(7, "0a1b2c3d4e"), "bb:card:7:0a1b2c3d4e"),
    (AskMore(7, "0a1b2c3d4e"), "bb:more:7:0a1b2c3d4e"),
    (AskMore(7, "-", (8, 9)), "bb:more:7:-:8:9"),
    (PickQuestion(), "bb-menu:ask"),
    (PickSuggestion(7), "bb-menu:suggest:7"),
    (PickSuggestion(7, (8, 9)), "bb-menu:suggest:7:8:9"),
    (Remove(7), "bb:remove:7"),
    (Remove(7, (8, 9)), "bb:remove:7:8:9"),
    (ShowTopics(), "bb:what"),
    (ShowTopics((7, 8)), "bb:what:7:8"),
    (TurnTopics(2), "bb:topics:2"),
    (PickTopic(), "bb-menu:topics"),
    (TurnQuestions(2, "0a1b2c3d4e"), "bb:questions:2:0a1b2c3d4e"),
    (KeepAll(), "bb:privacy-keep"),
    (TurnQuotations(2, "-"), "bb:quotes:2:-"),
    (ChooseSpeaker(1), "bb-menu:quotes:1"),
    (ShowKept(), "bb:privacy-show"),
    (DeleteKept(), "bb:privacy-delete"),
    (ConfirmDeletion(), "bb:privacy-delete-now"),
    (WriteAgain(DRAFT), f"bb:k-again:a1b2c3d4e5:e.cost:edit:1:{DIGEST}"),
    (WriteAgain(NEW), "bb:k-again:-:e.:add:0:"),
    (WriteMore("tests", DRAFT), f"bb:k-more:tests:a1b2c3d4e5:e.cost:edit:1:{DIGEST}"),
    (Discard(DRAFT), f"bb:k-drop:a1b2c3d4e5:e.cost:edit:1:{DIGEST}"),
    (Save(DRAFT), f"bb:k-save:a1b2c3d4e5:e.cost:edit:1:{DIGEST}"),
    (Commit(DRAFT), f"bb:k-commit:a1b2c3d4e5:e.cost:edit:1:{DIGEST}"),
    (WrittenForm("entry", DRAFT), f"bb-form:k-form:entry:a1b2c3d4e5:e.cost:edit:1:{DIGEST}"),
    (ReasonForm("reason", DRAFT), f"bb-form:k-reason:reason:a1b2c3d4e5:e.cost:edit:1:{DIGEST}"),
    (GiveReason(DRAFT), f"bb:k-reason:a1b2c3d4e5:e.cost:edit:1:{DIGEST}"),
    (WritePart(DRAFT), f"bb:k-part:a1b2c3d4e5:e.cost:edit:1:{DIGEST}"),
    (PickDraft("phrases"), "bb:k-pick:phrases"),
    (EditPicked(), "bb:k-edit"),
    (Explain("e.cost", 3), "bb:k-why:e.cost:3"),
    (ExplainForm("e.cost", 3), "bb-form:k-why:e.cost:3"),
    (TryIt("e.cost"), "bb:k-try:e.cost"),
    (Undo("e.cost", 3), "bb:k-undo:e.cost:3"),
    (Decide("accept", 3), "bb:k-decide:accept:3"),
    (SendBackForm(3), "bb-form:k-decide:3"),
    (ShowPending(2), "bb:k-pending:2"),
    (StepBack("e.cost", 3), "bb:k-back:e.cost:3"),
    (CorrectReplies("e.cost", 3), "bb:k-correct:e.cost:3"),
    (ShowCorrection(3), "bb:k-correction:3"),
    (StopCorrection(3), "bb:k-correction-stop:3"),
    (ActOnGroup("ignored", 7, 2), "bb:k-group:ignored:7:2"),
    (PickForGroup(7), "bb-menu:k-group:7"),
    (TurnInbox(2), "bb:k-inbox:2"),
    (ActOnAsked("gap", 3, 7, 8, 9), "bb:k-member:gap:3:7:8:9"),
    (AnswerForm(3, 7, 8, 9), "bb-form:k-member:3:7:8:9"),
    (AskForm(3, 7), "bb-form:ask-moderators:3:7"),
    (JudgeReply(), "bb:right"),
    (SayRight("no", 7, "0a1b2c3d4e"), "bb:right-say:no:7:0a1b2c3d4e"),
    (PickReason(7, "-"), "bb-menu:right:7:-"),
    (ReasonInWords(7, "-"), "bb-form:right:7:-"),
    (TellMe(3, 7), "bb:tell-me:3:7"),
    (AskModerators(3, 7), "bb:ask-moderators:3:7"),
    (Appeal(), "bb:appeal"),
    (AppealForm(), "bb-form:appeal"),
    (SuggestForm(), "bb-form:suggest"),
    (CancelImport("a1b2c3d4e5"), "bb:k-cancel:a1b2c3d4e5"),
    (Settle("merge", "e.cost"), "bb:k-settle:merge:e.cost"),
    (TurnHistory("-", 0), "bb:k-history:-:0"),
    (TurnList("-", "entry", "set_aside", 0), "bb:k-list:-:entry:set_aside:0"),
    (ChangeSetting("audit_channel"), "bb-set:audit_channel"),
    (ShowThing("e.cost"), "bb:k-show:e.cost"),
    (PickThing(), "bb-menu:k-show"),
    (ShowParagraph(2), "bb:k-paragraph:2"),
    (ShowFigures(), "bb:k-figures"),
    (AddPhrasing(), "bb-menu:k-asked"),
    (SetUp(), "bb:setup"),
]
"""Custom ids of old messages; they must never change."""


@pytest.mark.parametrize(("custom_id", "packed"), ON_THE_WIRE)
def test_custom_id_is_on_the_wire_what_it_always_was(custom_id: CustomId, packed: str) -> None:
    assert custom_id.pack() == packed
    assert type(custom_id).parse(packed) == custom_id


def test_every_custom_id_is_tried() -> None:
    def below(kind: type[CustomId]) -> set[type[CustomId]]:
        return {kind}.union(*map(below, kind.__subclasses__()))

    product = {kind for kind in below(CustomId) if kind.__module__.startswith("briefbot.") and "head" in vars(kind)}
    assert product == {type(custom_id) for custom_id, _ in ON_THE_WIRE}
    assert all(inspect.getdoc(kind) for kind in product)


@pytest.mark.parametrize(
    ("kind", "packed"),
    [
        (TurnPage, "bb:page:2:7"),  # too short
        (TurnPage, "bb:page:2:7:0a1b2c3d4e:0a1b2c3d4e"),  # too long
        (TurnPage, "bb:page:two:7:0a1b2c3d4e"),  # not a number
        (TurnPage, "bb:page:0:7:0a1b2c3d4e"),  # pages count from 1
        (TurnPage, "bb:page:-1:7:0a1b2c3d4e"),
        (TurnPage, "bb:page:\u0662:7:0a1b2c3d4e"),  # int() would accept it
        (TurnPage, f"bb:page:1:{1 << 64}:0a1b2c3d4e"),  # larger than any id of Discord's
        (TurnPage, f"bb:page:{'1' * 80}:7:0a1b2c3d4e"),
        (TurnPage, "bb:pages:2:7:0a1b2c3d4e"),  # another verb
        (TurnPage, "bb-menu:page:2:7:0a1b2c3d4e"),  # another prefix
        (TurnPage, ""),
        (Remove, "bb:remove"),
        (Remove, "bb:remove:7:x"),
        (Remove, "bb:remove:"),
        (ShowTopics, "bb:what:one"),
        (ShowTopics, "bb:whatever"),
        (Settle, "bb:k-settle:steal:e.cost"),
        (TurnList, "bb:k-list:-:poem:all:0"),
        (WriteAgain, "bb:k-again:-:e.cost:edit:0:zzz"),  # not a digest
        (WriteAgain, "bb:k-again:-:e.cost:edit:0:0123456789ABCDEF"),
        (WriteAgain, "bb:k-again:-:e.cost:edit:1.5:"),
        (WriteAgain, "bb:k-again:-:e.cost:edit:²:"),
        (WriteAgain, "bb:k-again::::"),
        (ChangeSetting, "bb-set:is_paused"),
        (ChangeSetting, "bb-set"),
    ],
)
def test_what_no_button_ever_carried_is_malformed(kind: type[CustomId], packed: str) -> None:
    with pytest.raises(MalformedError):
        kind.parse(packed)


@given(st.sampled_from([type(custom_id) for custom_id, _ in ON_THE_WIRE]), st.lists(st.text(max_size=20), max_size=8))
def test_parsing_anything_gives_a_custom_id_or_says_that_it_is_none(kind: type[CustomId], words: list[str]) -> None:
    try:
        found = kind.parse(":".join([kind.head, *words]))
    except MalformedError:
        return
    assert kind.parse(found.pack()) == found


snowflakes = st.integers(0, (1 << 64) - 1)
pages = st.integers(1, 10**6 - 1)
counts = st.integers(0, 10**9 - 1)
item_keys = st.text("0123456789abcdef", min_size=10, max_size=10)
five_keys = st.lists(item_keys, min_size=1, max_size=5).map(".".join)
stamps = st.none() | st.text("0123456789abcdef", min_size=6, max_size=6)
kinds = st.sampled_from(["entry", "quote", "speaker", "alias"])
names = st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True) | st.just("longest-name-that-is-kept"[:24]) | st.text(max_size=60)
things = st.builds(lambda kind, name: ref((kind, name)), kinds, names)


def drafts(*actions: str) -> st.SearchStrategy[DraftId]:
    """Make the draft ids of some actions."""
    return st.builds(
        DraftId,
        token=st.text("0123456789abcdef", min_size=10, max_size=10),
        thing=things,
        action=st.sampled_from(actions),
        number=counts | st.just(10**9 - 1),
        digest=st.just("") | st.text("0123456789abcdef", min_size=16, max_size=16),
    )


written = drafts("add", "edit", "settle")
saved = drafts("add", "edit", "settle", "retire", "restore", "undo", "import")
MADE = st.one_of(
    st.builds(Suggest, snowflakes, item_keys),
    st.builds(ShowAgain, snowflakes, five_keys),
    st.builds(TurnPage, pages, snowflakes, five_keys),
    st.builds(ShowSources, five_keys, stamps),
    st.builds(TurnSources, pages, five_keys, stamps),
    st.builds(Remove, snowflakes, st.lists(snowflakes, max_size=2).map(tuple)),
    st.builds(TurnQuotations, pages, st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True)),
    st.builds(WriteMore, st.sampled_from(["phrases", "details", "tests"]), written),
    st.builds(WrittenForm, st.sampled_from(sorted(FORMS)), written),
    st.builds(ReasonForm, st.just("reason"), saved),
    st.builds(Undo, things, counts),
    st.builds(Settle, st.sampled_from(["keep", "bundle", "merge"]), things),
    st.builds(TurnHistory, things, counts),
    st.builds(
        TurnList,
        st.just("-") | st.text("0123456789abcdef", min_size=16, max_size=16),
        st.sampled_from(["-", "entry", "quote", "speaker", "alias"]),
        st.sampled_from(["all", "changed", "conflicts", "set_aside", "retired"]),
        counts,
    ),
)
"""All custom ids with fields of variable length, with the longest values."""


@given(MADE)
def test_whatever_the_bot_packs_fits_and_is_read_back(custom_id: CustomId) -> None:
    packed = custom_id.pack()
    assert len(packed) <= 100
    assert type(custom_id).parse(packed) == custom_id


def test_packing_refuses_what_discord_would_not_accept() -> None:
    longest = ShowRelated("x" * (LIMIT - len("bb:show:")))
    assert len(longest.pack()) == 100
    with pytest.raises(ValueError, match="longer than 100 characters"):
        ShowRelated(longest.item + "x").pack()
