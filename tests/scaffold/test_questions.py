"""Which question comes next, and what an answer does: without any terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.lang import load_policies
from checker.model import Missing
from checker.record import MASK, Problem, dotted
from checker.reports.layout.checklist import Item
from checker.resources import POLICIES
from checker.scaffold.answers import answer
from checker.scaffold.fields import plain, value_at
from checker.scaffold.gaps import gaps
from checker.scaffold.needs import Needs
from checker.scaffold.questions import Form, Question, State, path_of, question_about, step
from checker.schemas import Kind, Kinds, load_kinds

ENGAGEMENT = load_kinds()["engagement"]
REQUIRED = {"id": "ENG-1", "title": "A bookkeeper", "arrangement.declared": "outsourcing"}


def nothing(_: Mapping[str, Any]) -> Sequence[Item]:
    """What policies lack where there are none."""
    return ()


@pytest.fixture(scope="module")
def needs() -> Needs:
    """What the policies that come with checker lack."""
    kinds = load_kinds()
    return Needs(load_policies([POLICIES], kinds).policies, kinds, date(2026, 11, 24))


def begin(kind: Kind) -> State:
    """A record of which nothing is known."""
    return State({"kind": kind.name})


def name_of(question: Question | None) -> str:
    """The path of a question, with its form where it wants no value."""
    if question is None:
        return ""
    return dotted(question.path) + ("" if question.form is Form.VALUE else f" {question.form.value}")


def told(kind: Kind, state: State, answers: Mapping[str, str], lacking: Any = nothing) -> tuple[State, list[str]]:
    """The state after these answers by path, every other question left open, and what was asked."""
    asked: list[str] = []
    while True:
        state, question = step(kind, state, lacking)
        if question is None:
            return state, asked
        assert len(asked) < 2000
        asked.append(name_of(question))
        after = answer(kind, state, question, answers.get(name_of(question), ""))
        assert isinstance(after, State), (name_of(question), after)
        state = after


def one(kind: Kind, state: State, lacking: Any = nothing) -> tuple[State, Question]:
    """The next question, which there must be."""
    state, question = step(kind, state, lacking)
    assert question is not None
    return state, question


def after(kind: Kind, state: State, question: Question, text: str) -> State:
    """The state after an answer that is accepted."""
    result = answer(kind, state, question, text)
    assert isinstance(result, State), result
    return result


def test_what_the_schema_requires_is_asked_first() -> None:
    """In its order; the kind goes without asking, and so does the group around a field."""
    state, asked = told(ENGAGEMENT, begin(ENGAGEMENT), REQUIRED)
    assert asked == ["id", "title", "arrangement.declared"]
    assert state.record == {
        "kind": "engagement",
        "id": "ENG-1",
        "title": "A bookkeeper",
        "arrangement": {"declared": "outsourcing"},
    }


def test_what_policies_need_is_asked_next(needs: Needs) -> None:
    """The facts of `checker missing`, in its order; each once, although it is still missing where it was left open."""
    state, asked = told(ENGAGEMENT, begin(ENGAGEMENT), {**REQUIRED, "arrangement.declared": "2"}, needs)
    missing = [item.missing.path.removeprefix("engagement.") for item in needs(state.record)]
    assert asked[:3] == list(REQUIRED)
    assert [name.removesuffix(" item") for name in asked[3:]] == missing
    assert len(missing) > 10


def test_a_question_says_which_policies_wait(needs: Needs) -> None:
    """By their ids."""
    state, _ = told(ENGAGEMENT, begin(ENGAGEMENT), REQUIRED)
    _, question = one(ENGAGEMENT, state, needs)
    assert "core/lifecycle/ended" in question.waiting


def test_items_of_a_list_are_asked_one_by_one(needs: Needs) -> None:
    """Each with its required fields, then what else is one value; then comes the question for another."""
    state, _ = told(ENGAGEMENT, begin(ENGAGEMENT), REQUIRED)
    answers = iter(["y", "home", "DE", "0.4", "", "y", "remote_office", "DE", "0.6", "two desks", "n"])
    asked = []
    question = Question(("location", "sites"), Form.ITEM)
    for text in answers:
        asked.append(name_of(question))
        state = after(ENGAGEMENT, state, question, text)
        state, following = step(ENGAGEMENT, state, nothing)
        question = following or question
    fields = ["type", "country", "share_of_time", "description"]
    first, second = ([f"location.sites[{number}].{field}" for field in fields] for number in (0, 1))
    assert asked == ["location.sites item", *first, "location.sites item", *second, "location.sites item"]
    assert following is None
    assert plain(state.record)["location"]["sites"] == [
        {"type": "home", "country": "DE", "share_of_time": 0.4},
        {"type": "remote_office", "country": "DE", "share_of_time": 0.6, "description": "two desks"},
    ]


def test_a_list_within_an_item_is_finished_first() -> None:
    """Before the other fields of the item."""
    state, _ = told(ENGAGEMENT, begin(ENGAGEMENT), REQUIRED)
    state = after(ENGAGEMENT, state, Question(("evidence",), Form.ITEM), "y")
    answers = {"evidence[0].kind": "payslip", "evidence[0].supports[0]": "control.hires"}
    _, asked = told(ENGAGEMENT, state, answers)
    assert asked[:5] == [
        "evidence[0].kind",
        "evidence[0].id",
        "evidence[0].supports[0]",
        "evidence[0].supports[1]",
        "evidence[0].issued_by",
    ]


def test_a_list_that_is_taken_up_again_is_asked_to_its_end() -> None:
    """Although others were recorded after it."""
    state, _ = told(ENGAGEMENT, begin(ENGAGEMENT), REQUIRED)
    record = {**state.record, "evidence": [{"kind": "payslip"}], "approvals": [{"role": "approver"}]}
    state = after(ENGAGEMENT, State(record), Question(("evidence",), Form.ITEM), "y")
    _, asked = told(ENGAGEMENT, state, {"evidence[1].kind": "payslip"})
    assert asked[:2] == ["evidence[1].kind", "evidence[1].id"]
    assert asked[-1] == "evidence item"


@pytest.mark.parametrize(
    ("path", "type_"), [("data.rates", "more"), ("engagement.provider", "record"), (f"engagement.{MASK}.x", "string")]
)
def test_what_no_answer_about_this_record_gives_is_not_asked(path: str, type_: str) -> None:
    """Another record, an entry of a table, a field whose name must not be shown."""
    state, _ = told(ENGAGEMENT, begin(ENGAGEMENT), REQUIRED)
    lacking = [Item(Missing(path, "", type=type_), ())]
    assert step(ENGAGEMENT, state, lambda record: lacking)[1] is None


def test_every_other_field_is_asked_where_the_user_wants_it() -> None:
    """Then a group is asked for as a whole before its fields are."""
    answers = {**REQUIRED, "dates group": "y", "dates.start": "2026-01-15"}
    state, asked = told(ENGAGEMENT, State({"kind": "engagement"}, everything=True), answers)
    assert asked[3:9] == ["schema_version", "status", "dates group", "dates.start", "dates.renewal", "dates.end"]
    assert "notice_days.client" not in asked
    assert set(plain(state.record)) == {"kind", "id", "title", "arrangement", "dates"}


@pytest.mark.parametrize("length", range(1, 12))
def test_one_can_go_on_from_the_record_alone(length: int, needs: Needs) -> None:
    """After any number of answers, what is written is enough to know the next question."""
    answers = {**REQUIRED, "arrangement.declared": "remote_staffing", "status": "active", "control.dismisses": "1"}
    state = begin(ENGAGEMENT)
    for _ in range(length):
        state, question = one(ENGAGEMENT, state, needs)
        state = after(ENGAGEMENT, state, question, answers.get(name_of(question), ""))
    assert name_of(step(ENGAGEMENT, State(state.record), needs)[1]) == name_of(step(ENGAGEMENT, state, needs)[1])


@pytest.mark.parametrize(
    ("name", "answers", "asked", "record"),
    [
        (
            "plain",
            {"name": "Anton", "places[0]": "here", "places[1]": "there", "places[2]": ""},
            ["name", "places[0]", "places[1]", "places[2]"],
            {"name": "Anton", "places": ["here", "there"]},
        ),
        (
            "site",
            {"form": "office", "rooms[0].floor": "1", "rooms[0].lift": "yes"},
            ["form", "rooms[0].floor", "rooms[0].lift", "rooms item"],
            {"form": "office", "rooms": [{"floor": 1, "lift": True}]},
        ),
        (
            "site",
            {"form": "home", "rooms[0].floor": "1", "landlord": "A", "contact.email": "a@b.example"},
            ["form", "rooms[0].floor", "landlord", "contact.phone", "contact.email"],
            {"form": "home", "rooms": [{"floor": 1}], "landlord": "A", "contact": {"email": "a@b.example"}},
        ),
        (
            "loose",
            {"extra": "[1, {a: b}]"},
            ["extra"],
            {"dates": {}, "version": "1", "extra": [1, {"a": "b"}]},
        ),
        (
            "asset",
            {"item.type": "desk", "item.area": "1.5"},
            ["item.type", "item.area"],
            {"item": {"type": "desk", "area": 1.5}},
        ),
    ],
)
def test_schemas_that_ask_for_more_are_followed(
    name: str, answers: Mapping[str, str], asked: list[str], record: Mapping[str, Any], kinds: Kinds
) -> None:
    """What an answer makes required is asked: by `if`, `oneOf`, `anyOf`, `minItems`."""
    state, found = told(kinds[name], begin(kinds[name]), answers)
    assert found == asked
    assert plain(state.record) == {"kind": name, **record}
    assert not gaps(kinds[name], state.record)


def test_a_list_takes_no_more_items_than_its_schema_allows(kinds: Kinds) -> None:
    """The gate's words say so, and the list stays as it was."""
    state = State({"kind": "site", "form": "office", "rooms": [{"floor": 1, "lift": None}, {"floor": 2, "lift": None}]})
    state, question = one(kinds["site"], state)
    assert name_of(question) == "rooms item"
    problem = answer(kinds["site"], state, question, "y")
    assert isinstance(problem, Problem)
    assert "rooms has 2 items" in problem.message or "rooms has 3 items" in problem.message


def test_a_schema_without_end_is_asked_only_as_far_as_it_is_recorded(kinds: Kinds) -> None:
    """Of a part that holds more of its own kind, only what is there has fields."""
    state = State({"kind": "asset", "item": {"type": "car", "wheels": 4}}, everything=True)
    _, asked = told(kinds["asset"], state, {"parts group": "y", "parts.name": "a"})
    assert asked[:4] == ["id", "item.area", "parts group", "parts.name"] or "parts.of group" in asked
    assert "parts.of.name" not in asked


def _question(path: str) -> Question:
    return question_about(ENGAGEMENT, {}, path_of(f"engagement.{path}"))


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("status", "2", "active"),
        ("status", "active", "active"),
        ("status", ' "active" ', "active"),
        ("title", '"back"', "back"),
        ("title", '"a "quoted" word"', '"a "quoted" word"'),
        ("title", "12", "12"),
        ("integration", "y", True),
        ("integration", "No", False),
        ("notice_days.client", "90", 90),
        ("duration.years", "1.5", 1.5),
        ("duration.years", "2", 2),
        ("dates.start", "2026-01-15", "2026-01-15"),
        ("schema_version", "1", "1"),
    ],
)
def test_an_answer_is_read_as_its_field_wants_it(path: str, text: str, value: Any) -> None:
    """Numbers of choices, yes and no, numbers, dates, and text in quotes."""
    state, _ = told(ENGAGEMENT, begin(ENGAGEMENT), REQUIRED)
    question = _question(path)
    found = value_at(after(ENGAGEMENT, state, question, text).record, question.path)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("path", "text", "message", "hint"),
    [
        ("status", "actve", 'status is "actve", not one of draft, active, ended', "Did you mean active?"),
        ("governing_law", "1", 'governing_law is "1", not one of the 249', ""),
        ("status", "4", 'status is "4", not one of draft, active, ended', ""),
        (
            "dates.start",
            "15.1.2026",
            'dates.start is "15.1.2026", not a date of the calendar',
            "Write it as year-month",
        ),
        ("notice_days.client", "many", 'notice_days.client (Notice by the client) is "many", not a whole number', ""),
        ("notice_days.client", "-1", "is -1, not at least 0", ""),
        (
            "notice_days.client",
            "9" * 30,
            "this is not understood: this number does not fit into 64 bits",
            "Write it anew",
        ),
        ("integration", "maybe", 'is "maybe", not true or false', ""),
        ("location.sites", "perhaps", '"perhaps" is neither yes nor no', "Write y or n."),
        ("title", "\ud800", "holds text that is no Unicode", ""),
    ],
)
def test_an_answer_that_does_not_fit_is_explained(path: str, text: str, message: str, hint: str) -> None:
    """In the words in which the same value would be explained in a file; nothing is recorded."""
    state, _ = told(ENGAGEMENT, begin(ENGAGEMENT), REQUIRED)
    problem = answer(ENGAGEMENT, state, _question(path), text)
    assert isinstance(problem, Problem)
    assert message in problem.message
    assert hint in problem.hint


def test_what_is_required_is_not_left_open() -> None:
    """An empty answer to it is refused, with how to go on."""
    state, question = one(ENGAGEMENT, begin(ENGAGEMENT))
    problem = answer(ENGAGEMENT, state, question, " ")
    assert isinstance(problem, Problem)
    assert (problem.message, problem.hint) == (
        "the schema requires an answer here",
        "Write ? for what is wanted, or stop to go on later.",
    )


def test_of_fields_of_which_one_is_needed_none_is_asked_in_vain(kinds: Kinds) -> None:
    """Each may be left open, until all were: then one is required."""
    record = {"kind": "site", "form": "home", "rooms": [{"floor": 1}], "landlord": "A"}
    state = State({**record, "contact": {"phone": None}})
    state, question = one(kinds["site"], state)
    assert (name_of(question), question.required) == ("contact.email", False)
    _, question = one(kinds["site"], after(kinds["site"], state, question, ""))
    assert (name_of(question), question.required) == ("contact.phone", True)


def test_what_is_left_open_requires_nothing_more() -> None:
    """A part whose schema would then require an answer is left open as a whole."""
    state, _ = told(ENGAGEMENT, begin(ENGAGEMENT), REQUIRED)
    question = _question("risk.annual_cost.amount")
    assert after(ENGAGEMENT, state, question, "").record["risk"] == {"annual_cost": None}
    state = after(ENGAGEMENT, state, question, "48000")
    assert name_of(step(ENGAGEMENT, state, nothing)[1]) == "risk.annual_cost.currency"


def test_a_value_that_is_wrong_is_asked_again() -> None:
    """With what is wrong with it; an empty answer takes it away."""
    state, _ = told(ENGAGEMENT, begin(ENGAGEMENT), REQUIRED)
    state = replace(state, record={**state.record, "status": "actve", "colour": "red"})
    state, question = one(ENGAGEMENT, state)
    assert (name_of(question), question.problem) == ("status", 'status is "actve", not one of draft, active, ended')
    assert isinstance(answer(ENGAGEMENT, state, question, "activ"), Problem)
    state = after(ENGAGEMENT, state, question, "2")
    state, question = one(ENGAGEMENT, state)
    assert (name_of(question), question.problem) == ("colour", "the record has no field colour")
    assert "colour" not in after(ENGAGEMENT, state, question, "").record


def test_a_record_that_cannot_be_mended_by_answers_ends_the_questions(kinds: Kinds) -> None:
    """Where nothing that can be asked would help, there is no question."""
    rooms = [{"floor": number, "lift": None} for number in range(3)]
    state = State({"kind": "site", "form": "office", "rooms": rooms}, frozenset([("rooms",)]))
    assert step(kinds["site"], state, nothing)[1] is None


def test_paths_of_missing_facts_are_read() -> None:
    """As `checker missing` prints them, without the kind."""
    assert path_of("engagement.evidence[12].issued_on") == ("evidence", 12, "issued_on")


@given(st.data())
def test_any_answers_end_in_a_record_that_is_valid(data: st.DataObject) -> None:
    """Whatever is answered: what is refused changes nothing, the questions end, and the record fits its schema."""
    words = st.sampled_from(["", "", "", "y", "n", "1", "2", "text", "2026-01-31", "DE", "EUR", "0.5", "[a"])
    state = State({"kind": "engagement"}, everything=data.draw(st.booleans()))
    for _ in range(400):
        state, question = step(ENGAGEMENT, state, nothing)
        if question is None:
            break
        wanted = [*question.choices[:1], "2026-01-31", "7", "yes", "a" * 64, "a@b.example"]
        texts = [data.draw(words), *(wanted if question.required else [""])]
        results = (answer(ENGAGEMENT, state, question, text) for text in texts)
        state = next(result for result in results if isinstance(result, State))
    else:
        return
    assert not gaps(ENGAGEMENT, state.record)
    assert name_of(step(ENGAGEMENT, State(state.record, state.closed), nothing)[1]) == ""
