"""What a changed bank would change in stored answers: quoted to the letter, seen by whom it may be, and nothing kept."""

import json
import multiprocessing
import sqlite3
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from screener.errors import BankInvalid, NotAllowed, NotFound
from screener.journeys import live, rereading_work
from screener.journeys.blinding import set_blind
from screener.journeys.candidates import withdraw
from screener.journeys.imports import heard_to
from screener.journeys.openings import close_opening
from screener.journeys.readings import read_answer
from screener.journeys.rereading import Counts, Effect, reread, reread_by_folder
from screener.storage.records import Candidate, Interview, Opening
from tests.factories import (
    SLOTS,
    Change,
    Data,
    make_cue,
    make_guide,
    make_philosophy,
    make_policy,
    make_question,
    make_rubric,
    write_file,
)
from tests.journeys.entries import OPINION, draft, questions_of, rate_all, send
from tests.journeys.rated import skip
from tests.journeys.reread import ADDED, HELD, PRICE, contents, flags_in, levels_in, said, with_small_bank
from tests.journeys.test_imports import assign, attach
from tests.office import Office

LENIENT = {SLOTS["policy"]: make_policy(flags=[{"philosophy": "sole-credit", "severity": "low"}])}
WORDING = "Whose work brought in the largest customer of last year?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the bank."""
    return tmp_path / "questions"


@pytest.fixture
def office(office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The organisation with a small bank, which looks at the disk each time it is asked."""
    monkeypatch.setattr("screener.journeys.shelf._LOOK_AGAIN_SECONDS", 0.0)
    return with_small_bank(office, folder)


def dump(office: Office) -> list[str]:
    with sqlite3.connect(office.instance.folder / "screener.db") as connection:
        return list(connection.iterdump())


# What changes


def test_an_added_belief_is_found_in_a_stored_note_with_its_quotation(office: Office, candidate: Candidate) -> None:
    said(office, candidate, PRICE, "We meet on Mondays, all of us.")
    effect = reread(office.instance, contents(), contents(ADDED))
    (own,) = effect.changes
    (answer,) = own.answers
    (flag,) = answer.flags
    assert (own.opening, own.candidate, own.candidate_id) == ("Sales Director", "Tessa Brandvold", candidate.id)
    assert (answer.round, answer.rater, answer.question, answer.wording, answer.source) == (
        1, "Marcus Adeyemi", questions_of(office)[0], "Tell me.", "notes",
    )  # fmt: skip
    assert (flag.philosophy, flag.name, flag.what, flag.before) == (
        "price-is-all", "On price-is-all", ("appears",), None,
    )  # fmt: skip
    assert flag.after
    assert (flag.after.stance, flag.after.severity, flag.after.is_risk) == ("asserted", "medium", True)
    words = flag.after.quotation
    assert words.quote == PRICE[words.start : words.end] == "Price is everything in this trade, believe me."
    assert (effect.flags, effect.levels) == (Counts(appears=1), Counts())
    assert [(own.id, own.counts) for own in effect.beliefs] == [("price-is-all", Counts(appears=1))]


def test_a_belief_that_is_taken_out_drops_its_flag(office: Office, candidate: Candidate) -> None:
    said(office, candidate, PRICE)
    effect = reread(office.instance, contents(ADDED), contents())
    (flag,) = flags_in(effect)
    assert (flag.what, flag.after, flag.name) == (("disappears",), None, "On price-is-all")
    assert effect.flags == Counts(disappears=1)


def test_a_phrase_that_is_taken_out_drops_a_flag(office: Office, candidate: Candidate) -> None:
    said(office, candidate, "Then we meet on Mondays alone.")
    patterns = [*make_philosophy()["patterns"], "we meet on mondays alone"]
    before = contents({SLOTS["risky"]: make_philosophy(patterns=patterns)})
    (flag,) = flags_in(reread(office.instance, before, contents()))
    assert (flag.philosophy, flag.what) == ("sole-credit", ("disappears",))


def test_a_belief_that_loses_its_phrase_is_only_suggested(office: Office, candidate: Candidate) -> None:
    said(office, candidate, PRICE)
    belief = make_philosophy("price-is-all", "price is everything", patterns=["we cut it by half"])
    effect = reread(office.instance, contents(ADDED), contents({**ADDED, "philosophies/price-is-all.yaml": belief}))
    (flag,) = flags_in(effect)
    assert flag.before
    assert flag.after
    assert (flag.what, flag.before.is_tentative, flag.after.is_tentative) == (("suggestion",), False, True)


def test_a_policys_threshold_decides_what_shows(office: Office, candidate: Candidate) -> None:
    said(office, candidate, HELD)
    strict = {SLOTS["policy"]: make_policy(show_from=0.99)}
    (flag,) = flags_in(reread(office.instance, contents(), contents(strict)))
    assert (flag.philosophy, flag.what) == ("sole-credit", ("disappears",))
    (flag,) = flags_in(reread(office.instance, contents(strict), contents()))
    assert flag.what == ("appears",)


def test_a_policys_severity_and_a_beliefs_kind_change_a_flag(office: Office, candidate: Candidate) -> None:
    said(office, candidate, HELD)
    effect = reread(office.instance, contents(), contents(LENIENT))
    (flag,) = flags_in(effect)
    assert flag.what == ("severity",)
    assert flag.before
    assert flag.after
    assert (flag.before.severity, flag.after.severity) == ("high", "low")
    assert flag.before.confidence == flag.after.confidence
    assert effect.flags == Counts(changes=1)


def test_a_rule_of_an_added_competency_changes_the_level_beside_the_raters_own(
    office: Office, candidate: Candidate
) -> None:
    text = "Well. Last spring we had daring of kind yellow there."
    said(office, candidate, text, levels={"daring": [4]})
    daring = make_rubric("daring")
    amber, yellow = daring["signs"][1], daring["signs"][2]
    amber["patterns"], yellow["patterns"] = yellow["patterns"], amber["patterns"]
    before = contents({"rubrics/daring.yaml": make_rubric("daring")})
    effect = reread(office.instance, before, contents({"rubrics/daring.yaml": daring}))
    (level,) = levels_in(effect)
    assert (level.competency, level.name, level.what, level.given) == ("daring", "Daring", ("level",), 4)
    assert level.before
    assert level.after
    assert (level.before.level, level.before.because) == (3, "It is yellow")
    assert (level.after.level, level.after.because) == (2, "It is amber")
    for side in (level.before, level.after):
        (words,) = side.evidence
        assert words.quote == text[words.start : words.end] == "Last spring we had daring of kind yellow there."
    assert effect.levels == Counts(changes=1)
    assert [(own.id, own.name) for own in effect.competencies] == [("daring", "Daring")]
    (gone,) = levels_in(reread(office.instance, before, contents()))
    assert (gone.what, gone.after) == (("disappears",), None)


def test_no_level_is_read_where_the_rater_rated_nothing(office: Office, candidate: Candidate) -> None:
    said(office, candidate, "Last spring we had daring of kind yellow there.", levels={"standing": [4]})
    effect = reread(office.instance, contents(), contents({"rubrics/daring.yaml": make_rubric("daring")}))
    assert (effect.answers, effect.changes) == (1, ())


def asked() -> Data:
    return make_question(ask=dict.fromkeys(("sales", "marketing", "both"), WORDING))


def talked(office: Office, opening: Opening, folder: Path, words: str) -> Interview:
    """Return an interview of Marcus's in which so was said: recorded, noted, rated and submitted."""
    write_file(folder / SLOTS["question"], asked())
    interview = office.interview(office.candidate(opening, "Tom Ashby"), office.marcus)
    live.begin(office.instance, office.marcus, interview.id)
    attach(office, interview, f"Ines: {WORDING}\n\nTom: {words}\n\nInes: Thank you.\n")
    assign(office, interview, Ines="interviewer", Tom="candidate")
    send(office, interview, draft(questions_of(office)[0], f"{OPINION} {HELD}"))
    rate_all(office, interview)
    live.submit(office.instance, office.marcus, interview.id)
    return interview


def test_what_is_before_is_what_raters_are_shown(office: Office, opening: Opening, folder: Path) -> None:
    write_file(folder / SLOTS["policy"], make_policy(levels_from=0.05))
    interview = talked(office, opening, folder, f"{HELD} {OPINION}")
    shown = read_answer(office.instance, office.marcus, interview.id, questions_of(office)[0])
    bare = {SLOTS["policy"]: make_policy(show_from=1.0, levels_from=1.0), SLOTS["question"]: asked()}
    effect = reread(office.instance, None, contents(bare))
    sides = {answer.source: answer for own in effect.changes for answer in own.answers}
    assert set(sides) == {"notes", "transcript"}
    for source in shown.sources:
        assert tuple(flag.before for flag in sides[source.source].flags) == source.flags != ()
        assert tuple(level.before for level in sides[source.source].levels) == source.levels != ()


def test_the_transcript_is_read_beside_the_notes(office: Office, opening: Opening, folder: Path) -> None:
    interview = talked(office, opening, folder, PRICE)
    effect = reread(office.instance, None, contents({**ADDED, SLOTS["question"]: asked()}))
    (answer,) = effect.changes[0].answers
    (flag,) = answer.flags
    (seat,) = office.instance.store.seats(interview_id=interview.id)
    heard = heard_to(office.instance, seat, questions_of(office)[0])
    assert heard
    assert flag.after
    assert (answer.source, answer.wording) == ("transcript", WORDING)
    words = flag.after.quotation
    assert words.quote == heard.text[words.start : words.end] == "Price is everything in this trade, believe me."
    assert (effect.answers, effect.scorecards, effect.candidates) == (2, 1, 1)


def test_answers_that_were_skipped_are_not_read(office: Office, candidate: Candidate) -> None:
    seat = said(office, candidate, PRICE, PRICE, submits=False)
    skip(office, seat, 0)
    assert office.instance.store.submit(seat.scorecard.id, office.instance.now())
    effect = reread(office.instance, contents(), contents(ADDED))
    assert [answer.question for answer in effect.changes[0].answers] == [questions_of(office)[1]]


# Which interviews, and by which banks


def test_only_finished_interviews_are_read_also_of_those_who_withdrew_and_of_closed_openings(
    office: Office, opening: Opening
) -> None:
    names = ("Ann", "Ben", "Cleo")
    ann, ben, cleo = (office.candidate(opening, name) for name in names)
    said(office, ann, PRICE)
    said(office, ben, PRICE)
    said(office, cleo, PRICE, submits=False)
    withdraw(office.instance, office.helen, ben.id)
    close_opening(office.instance, office.helen, opening.id)
    effect = reread(office.instance, contents(), contents(ADDED))
    assert [own.candidate for own in effect.changes] == ["Ann", "Ben"]
    assert (effect.answers, effect.scorecards, effect.candidates) == (2, 2, 2)


def test_without_a_bank_before_each_is_compared_with_its_own(office: Office, opening: Opening, folder: Path) -> None:
    said(office, office.candidate(opening, "Ann"), HELD)
    for path, data in LENIENT.items():
        write_file(folder / path, data)
    said(office, office.candidate(opening, "Ben"), HELD)
    today = office.instance.shelf.current().version.files
    effect = reread(office.instance, None, today)
    assert [own.candidate for own in effect.changes] == ["Ann"]  # Ben's was held with today's
    assert (effect.before, effect.answers, effect.is_complete) == ("", 2, True)
    assert reread_by_folder(office.instance, None) == effect


def test_one_opening_alone_may_be_read(office: Office) -> None:
    first, second = office.opening(), office.opening(title="Head of Sales")
    said(office, office.candidate(first), PRICE)
    said(office, office.candidate(second), PRICE)
    effect = reread(office.instance, contents(), contents(ADDED), opening_id=second.id)
    assert [own.opening for own in effect.changes] == ["Head of Sales"]
    with pytest.raises(NotFound, match="there is no opening `nowhere`"):
        reread(office.instance, contents(), contents(ADDED), opening_id="nowhere")


def test_nothing_to_read_is_no_mistake(office: Office) -> None:
    effect = reread(office.instance, contents(), contents(ADDED))
    assert (effect.is_complete, effect.answers, effect.changes) == (True, 0, ())


@pytest.mark.parametrize(
    ("gone", "reason"),
    [
        (
            {SLOTS["policy"]: None, "policies/other.yaml": make_policy(id="other")},
            "the new bank has no policy `default`",
        ),
        ({SLOTS["guide"]: None, SLOTS["needs"]: None}, "the new bank has no guide `sales-leader`"),
    ],
)
def test_what_the_new_bank_cannot_read_is_told_with_the_reason(
    office: Office, candidate: Candidate, gone: dict[str, None], reason: str
) -> None:
    said(office, candidate, PRICE)
    effect = reread(office.instance, contents(), contents(gone))
    (unread,) = effect.unread
    assert (unread.candidate, unread.rater, unread.wording, unread.reason) == (
        "Tessa Brandvold", "Marcus Adeyemi", "", reason,
    )  # fmt: skip
    assert (effect.answers, effect.scorecards, effect.is_complete) == (0, 0, True)


def test_a_question_that_is_gone_leaves_the_others(office: Office, candidate: Candidate) -> None:
    said(office, candidate, PRICE, PRICE)
    other = "standing-other"
    instead: dict[str, Change] = {
        SLOTS["question"]: None,
        f"items/standing/{other}.yaml": make_question(id=other),
        SLOTS["guide"]: make_guide(questions=[other, *questions_of(office)[1:]]),
    }
    effect = reread(office.instance, contents(), contents({**ADDED, **instead}))
    (unread,) = effect.unread
    assert (unread.wording, unread.reason) == ("Tell me.", "the new bank has no question `standing-case`")
    assert [answer.question for answer in effect.changes[0].answers] == ["credit-case"]


def test_an_interview_whose_bank_is_gone_does_not_keep_the_others_from_being_read(
    office: Office, opening: Opening
) -> None:
    said(office, office.candidate(opening, "Ann"), PRICE, bank="lost")
    said(office, office.candidate(opening, "Ben"), PRICE)
    effect = reread(office.instance, contents(), contents(ADDED))
    assert [(own.candidate, "was not kept" in own.reason) for own in effect.unread] == [("Ann", True)]
    assert [own.candidate for own in effect.changes] == ["Ben"]


def test_a_bank_with_mistakes_reads_nothing(office: Office, candidate: Candidate) -> None:
    said(office, candidate, PRICE)
    with pytest.raises(BankInvalid, match="dangling-reference"):
        reread(office.instance, contents(), contents({SLOTS["risky"]: None}))


# Nothing changes


def test_nothing_that_is_stored_changes(office: Office, opening: Opening, folder: Path) -> None:
    talked(office, opening, folder, PRICE)
    said(office, office.candidate(opening), PRICE, HELD)
    before = dump(office)
    assert reread(office.instance, None, contents(ADDED), viewer=office.helen).changes
    assert reread(office.instance, contents(), contents(ADDED)).changes
    assert dump(office) == before


def test_all_of_it_is_plain_data(office: Office, candidate: Candidate) -> None:
    said(office, candidate, PRICE, HELD)
    effect = reread(office.instance, contents(), contents(ADDED))
    assert json.loads(json.dumps(asdict(effect)))["changes"][0]["candidate"] == "Tessa Brandvold"


# Who may see it


def test_who_has_an_own_scorecard_to_submit_does_not_see_what_others_heard(office: Office, opening: Opening) -> None:
    tessa, bram = office.candidate(opening), office.candidate(opening, "Bram Osterholt")
    said(office, tessa, PRICE)
    said(office, bram, PRICE)
    own = said(office, tessa, HELD, rater=office.helen, submits=False)
    effect = reread(office.instance, contents(), contents(ADDED), viewer=office.helen)
    assert [one.candidate for one in effect.changes] == ["Bram Osterholt"]
    assert (effect.scorecards, effect.of) == (1, 1)  # not even how much there is
    assert office.instance.store.submit(own.scorecard.id, office.instance.now())
    effect = reread(office.instance, contents(), contents(ADDED), viewer=office.helen)
    assert len(effect.changes) == 2


@pytest.mark.parametrize("who", ["ingrid", "marcus"])
def test_it_is_for_hr_alone(office: Office, candidate: Candidate, who: str) -> None:
    said(office, candidate, PRICE)
    with pytest.raises(NotAllowed):
        reread(office.instance, contents(), contents(ADDED), viewer=getattr(office, who))


def test_names_stay_hidden_where_an_opening_hides_them(office: Office, opening: Opening) -> None:
    tessa = office.candidate(opening)
    said(
        office, tessa, "Tessa Brandvold says price is everything in this trade. I, Tessa, say that price is everything."
    )
    said(office, office.candidate(opening, "Bram"), PRICE, policy="gone")
    set_blind(office.instance, office.helen, opening.id, is_blind=True)
    for viewer in (None, office.helen):
        effect = reread(office.instance, contents(), contents(ADDED), viewer=viewer)
        told = json.dumps(asdict(effect))
        assert effect.changes[0].candidate.startswith("Candidate ")
        assert "trade" in told or "say that price" in told
        for secret in ("Tessa", "Bram", tessa.id):
            assert secret not in told


def test_the_order_of_candidates_says_nothing_of_their_names_while_these_are_hidden(
    office: Office, opening: Opening
) -> None:
    names = [f"Candidate of {letter}" for letter in "abcdefgh"]
    for name in names:
        said(office, office.candidate(opening, name), PRICE)
    shown = [own.candidate for own in reread(office.instance, contents(), contents(ADDED)).changes]
    assert shown == names
    set_blind(office.instance, office.helen, opening.id, is_blind=True)
    shown = [own.candidate for own in reread(office.instance, contents(), contents(ADDED)).changes]
    assert shown == [f"Candidate {letter}" for letter in "ABCDEFGH"]


# By several processes, and cancelled


@pytest.fixture
def many(office: Office, opening: Opening, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Twelve candidates with five notes each, in which something different changes; processes begin at once."""
    monkeypatch.setattr(rereading_work, "_WORTH_A_PROCESS", 1)
    for number in range(12):
        notes = (f"{PRICE} {number}.", f"We are {number} people here today.", HELD, "We meet.", f"In {number}: {HELD}")
        said(office, office.candidate(opening, f"Candidate {number:02}"), *notes)
    return office


def read(office: Office, workers: int, **more: Callable[..., object]) -> Effect:
    after = contents(ADDED | {SLOTS["cue"]: make_cue("negation", "honestly")})
    return reread(office.instance, contents(), after, workers=workers, **more)  # type: ignore[arg-type]


def test_several_processes_find_the_same_as_one(many: Office) -> None:
    seen: list[tuple[int, int]] = []
    one = read(many, 1)
    two = read(many, 2, on_answer=lambda *far: seen.append(far))
    assert one == two
    assert one.changes
    assert seen == [(done, 60) for done in range(61)]
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("workers", [1, 2])
def test_when_it_is_cancelled_it_ends_and_says_what_it_had_read(many: Office, workers: int) -> None:
    seen = [0]
    effect = read(many, workers, on_answer=lambda done, _: seen.append(done), is_cancelled=lambda: max(seen) >= 10)
    assert not effect.is_complete
    assert effect.of == 60
    assert 10 <= effect.answers < 40
    assert effect.answers == max(seen)
    assert effect.changes
    assert multiprocessing.active_children() == []


def test_cancelled_before_anything_was_read_it_holds_nothing(many: Office) -> None:
    effect = read(many, 2, is_cancelled=lambda: True)
    assert (effect.is_complete, effect.answers, effect.changes) == (False, 0, ())


def test_whoever_listens_may_stop_it_and_no_process_is_left(many: Office) -> None:
    def stop(done: int, of: int) -> None:
        if done > 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(many, 2, on_answer=stop)
    assert multiprocessing.active_children() == []
