"""What people write by the journeys themselves is gone after erasing, from the audit trail too."""

from collections.abc import Iterator
from itertools import count

from screener.journeys import candidates, consensus, importing, imports, live, openings, planning, readings, selection
from screener.journeys.audit import verify_audit
from screener.journeys.erasing import erase_candidate
from screener.journeys.holds import hold_candidate, lift_hold
from screener.journeys.instance import new_id
from screener.journeys.planning import Wish
from screener.storage.records import Interview, Opening, Person
from tests.journeys.entries import OPINION, draft, entry, questions_of, rate_all, send
from tests.journeys.planted import found_in
from tests.office import Office

_numbers: Iterator[int] = count(1)
WORD = "Zqword"


def word() -> str:
    """Return a word that is written nowhere else."""
    return f"{WORD}{next(_numbers)}"


def test_nothing_that_anybody_wrote_is_left(office: Office, opening: Opening) -> None:
    instance, helen = office.instance, office.helen
    name = f"Tessa {word()}"
    (candidate,) = openings.add_candidates(instance, helen, opening.id, name)
    candidates.change_candidate(instance, helen, candidate.id, f"Tessa {word()}", word())
    interviews = [held(office, opening, candidate.id, rater) for rater in (office.marcus, office.yuki)]
    consensus.open_discussion(instance, helen, candidate.id, 1)
    for item in consensus.discussion_of(instance, helen, candidate.id, 1).items:
        consensus.settle(instance, helen, candidate.id, 1, item.row.competency, 2, word())
    selection.note_chosen(instance, helen, candidate.id, is_chosen=True)
    lift_hold(instance, helen, hold_candidate(instance, helen, candidate.id, word()).id)
    listed = f"Name,Note\nTessa {word()},{word()}\n".encode()
    importing.upload(instance, helen, opening.id, "candidates", f"{word()}.csv", listed, "")
    words = [f"{WORD}{number}".encode() for number in range(1, next(_numbers))]
    missing = {own.decode() for own in words} - {found.split(" in ")[0] for found in found_in(instance.folder, words)}
    assert missing == set()

    erase_candidate(instance, helen, candidate.id)
    assert found_in(instance.folder, [WORD.encode(), OPINION[:30].encode()]) == []
    assert verify_audit(instance).problems == ()
    entries = instance.store.audit_entries(candidate_id=candidate.id)
    assert len(entries) > 20
    assert {words for _, words in entries} == {None}
    assert all(instance.store.heads_of([own.id]) == () for own in interviews)


def held(office: Office, opening: Opening, candidate_id: str, rater: Person) -> Interview:
    """Plan and hold an interview, with words wherever there is room for some."""
    instance = office.instance
    wish = Wish([rater.id], planning.ALONE, 1, opening.guide, "", "", "nothing", "")
    (interview,) = planning.plan_interviews(instance, office.helen, candidate_id, wish)
    live.begin(instance, rater, interview.id)
    first, second, third = questions_of(office)[:3]
    send(office, interview, draft(first, f"{OPINION} {word()}"), draft(second, word()), by=rater)
    rate_all(office, interview, by=rater)
    skipped = entry("asking", question=third, state="skipped", reason=word())
    send(office, interview, skipped, by=rater)
    talk = f"Marcus: {word()} where does your plan begin?\n\nTessa: {word()} with the market.\n\nMarcus: And?\n\nTessa: So.\n"
    imports.attach(instance, rater, interview.id, f"{word()}.txt", talk.encode(), word())
    imports.assign(instance, rater, interview.id, {"Marcus": "interviewer", "Tessa": "candidate"})
    found = readings.read_answer(instance, rater, interview.id, first)
    flag = next(flag for source in found.sources for flag in source.flags)
    given = {
        "source": "notes",
        "philosophy": flag.philosophy,
        "verdict": "dismissed",
        "reason": word(),
        "key": new_id(),
    }
    readings.answer_flag(instance, rater, interview.id, first, given)
    live.submit(instance, rater, interview.id)
    return interview
