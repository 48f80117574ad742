"""Two openings with everybody who may come near them, and one of each thing that an address can be about."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from screener.journeys import (
    accounts,
    bank_drafts,
    calibration,
    consensus,
    holds,
    importing,
    imports,
    tokens,
    voluntary,
)
from screener.journeys.bank_archive import write_archive
from screener.journeys.bank_files import hash_of
from screener.journeys.bank_sharing import upload
from screener.journeys.bank_states import note_state
from screener.journeys.instance import new_id
from screener.journeys.shelf import Shelf
from screener.storage.bank import BankEffect, BankVersion
from screener.storage.records import Candidate, Person
from tests.access.visits import Visits
from tests.factories import SLOTS, as_yaml, make_question, write_bank
from tests.journeys.test_candidates import hold
from tests.office import Office, open_office

QUESTION = SLOTS["question"]
TRANSCRIPT = b"Marcus: How do you see sales?\nTessa: We work as one team, and I say so.\n"
_KEY = "k" * 32


class World(Visits):
    """An office in which somebody of each kind has something to do, or nothing."""

    def __init__(self, folder: Path) -> None:
        self.office = with_own_bank(open_office(folder))
        self.people = self._people()
        self._here = self.office.opening(panel=())
        self._there = self.office.opening(panel=(), title="Marketing Director")
        self._seat()
        self.values: dict[str, str] = {"opening_id": self._here.id, "elsewhere": self._there.id}
        self._values_of_interviews()
        self._values_of_accounts()
        self._values_of_bank()
        super().__init__(self.office, self.people, self.values)

    # How it came about

    def _people(self) -> Mapping[str, Person | None]:
        office = self.office

        def person(name: str, role: str) -> Person:
            email = f"{name.split()[0].casefold()}@halvorsen.example"
            made = Person(new_id(), name, role, email, "", office.instance.now())  # type: ignore[arg-type]
            office.instance.store.add_person(made)
            return made

        return {
            "nobody": None,
            "program": None,
            "own": office.marcus,
            "colleague": office.yuki,
            "outsider": person("Olga Ferreira", "interviewer"),
            "moderator": person("Mohan Iyer", "interviewer"),
            "manager": office.ingrid,
            "elsewhere": person("Hugo Lindqvist", "hiring-manager"),
            "hr": office.helen,
            "administrator": office.sam,
        }

    def _seat(self) -> None:
        panels = {
            self._here.id: ("own", "colleague", "moderator", "manager"),
            self._there.id: ("outsider", "elsewhere"),
        }
        for opening, names in panels.items():
            for name in names:
                person = self.people[name]
                assert person is not None
                self.office.instance.store.set_panelist(opening, person.id, is_moderator=name == "moderator")

    def _values_of_interviews(self) -> None:
        office = self.office
        tessa, bram, zoe = (
            office.candidate(self._here, name) for name in ("Tessa Brandvold", "Bram Osterholt", "Zoë Q")
        )
        nils = office.candidate(self._here, "Nils Achterberg")
        own = hold(office, tessa, office.marcus, submits=False)
        hold(office, tessa, office.yuki, submits=False)
        planned = office.interview(nils, office.marcus)
        office.interview(nils, office.yuki)
        self.values |= {
            "candidate_id": tessa.id, "interview_id": own.id, "question_id": "standing-case", "round_": "1",
            "planned_with": nils.id, "planned": planned.id, "settled_on": bram.id, "unsettled": zoe.id,
            "second": office.candidate(self._here, "Ada Solheim").id, "competency": "standing", "key": _KEY,
        }  # fmt: skip
        transcribed = hold(office, self.office.candidate(self._here, "Kaja Moen"), office.marcus, submits=False)
        imports.attach(office.instance, office.marcus, transcribed.id, "talk.txt", TRANSCRIPT, "Asked at the start")
        self.values["transcribed"] = transcribed.id
        for candidate in (bram, zoe):
            for rater in (office.marcus, office.yuki):
                hold(office, candidate, rater)
        self._discuss(bram)
        theirs = office.candidate(self._there, "Piet Vermaas")
        outsider = self.people["outsider"]
        assert outsider is not None
        self.values |= {"their_interview": hold(office, theirs, outsider, submits=False).id, "theirs": theirs.id}

    def _discuss(self, candidate: Candidate) -> None:
        consensus.open_discussion(self.office.instance, self.office.helen, candidate.id, 1)

    def _values_of_accounts(self) -> None:
        instance, helen, marcus = self.office.instance, self.office.helen, self.office.marcus
        turn = calibration.turn_of(instance, marcus, "standing")
        rating = calibration.rate(instance, marcus, "standing", turn.key, turn.run, 3)
        kept, secret = tokens.make_token(instance, self.office.sam, "Tracking system")
        listed = importing.upload(instance, helen, self._here.id, "candidates", "list.csv", b"Name\nRosa Lund\n", "")
        self.values |= {
            "person_id": self.office.yuki.id,
            "session": "another-device",
            "rating_id": rating.id,
            "token_id": kept.id,
            "api_token": secret,
            "file_id": listed.id,
            "list_seal": importing.preview_of(instance, helen, listed.id).seal,
            "secret": accounts.new_address(instance, helen, marcus.id),
            "token": voluntary.token_of(instance, self.values["candidate_id"]),
            "manager_email": self.office.ingrid.email,
            "hold_id": holds.hold_opening(instance, helen, self._there.id, "A claim").id,
            "kind": "candidates",
            "shape": "ashby",
            "filename": "app.css",
        }  # fmt: skip

    def _values_of_bank(self) -> None:
        instance, helen = self.office.instance, self.office.helen
        library = instance.shelf.library()
        text = as_yaml(make_question(why="Another reason."))
        draft = bank_drafts.keep_file(instance, helen, QUESTION, text, hash_of(library.contents[QUESTION]))
        now = instance.now()
        effect = BankEffect(new_id(), draft.id, helen.id, "seal", now, now, "running", 0, 0, "")
        instance.store.add_bank_effect(effect)
        archive = write_archive("Halvorsen", "CC-BY-4.0", {**library.contents, QUESTION: text.encode()}, {})
        self.values |= {
            "folder": "items", "name": "standing-case", "path": QUESTION, "draft_id": draft.id,
            "effect_id": effect.id, "number": "1", "guide_id": "sales-leader", "policy_id": "default",
            "arriving": upload(instance, helen, archive), "text": text,
            "base": hash_of(library.contents[QUESTION]),
        }  # fmt: skip


def with_own_bank(office: Office) -> Office:
    """Give an office the small bank, as its own."""
    store = office.instance.store

    def keep(version: BankVersion) -> None:
        note_state(store, version, office.instance.now())

    shelf = Shelf(write_bank(office.instance.folder / "questions"), store, keep)
    office.instance = replace(office.instance, shelf=shelf)
    shelf.current()
    return office
