"""Names are hidden for everybody until somebody shows them again, who is told; letters say nothing of the order."""

import unicodedata

import pytest

from screener.errors import NotFound
from screener.journeys.blinding import Names, Veil, blind_of, labels_of, nameless, set_blind
from screener.journeys.instance import new_id
from screener.storage.records import Candidate
from tests.office import Office

SECRET = "a" * 64


def someone(name: str, own: str = "") -> Candidate:
    return Candidate(own or new_id(), "post", name, "A note", "2026-03-02T09:00:00.000Z")


def unveiled(text: str, name: str = "Tessa Brandvold", *others: str) -> str:
    """Return what was said of somebody, who is called A here, without names; others are called B, C, …"""
    candidates = [someone(own) for own in (name, *others)]
    labels, letters = labels_of(candidates, SECRET), "ABCDE"
    text = Veil(Names(candidates, SECRET), [candidates[0].id], [text]).over(text, candidates[0].id)
    for candidate, letter in zip(candidates, letters, strict=False):
        text = text.replace(labels[candidate.id], f"[{letter}]")
    return text


# Hiding and showing


def test_it_is_kept_who_hid_names_and_who_showed_them(office: Office) -> None:
    opening = office.opening()
    assert blind_of(office.instance, opening).history == ()
    set_blind(office.instance, office.ingrid, opening.id, is_blind=True)
    assert blind_of(office.instance, opening).is_on
    office.clock.forward(minutes=5)
    set_blind(office.instance, office.helen, opening.id, is_blind=False)
    found = blind_of(office.instance, opening)
    assert not found.is_on
    told = [(own.person_id, own.is_blind, own.at[11:16]) for own in found.history]
    assert told == [(office.ingrid.id, True, "09:00"), (office.helen.id, False, "09:05")]


def test_doing_it_twice_changes_nothing(office: Office) -> None:
    opening = office.opening()
    set_blind(office.instance, office.helen, opening.id, is_blind=False)
    assert blind_of(office.instance, opening).history == ()
    for person in (office.helen, office.sam):
        set_blind(office.instance, person, opening.id, is_blind=True)
    assert [own.person_id for own in blind_of(office.instance, opening).history] == [office.helen.id]


def test_only_those_who_see_an_opening_hide_or_show_names(office: Office) -> None:
    opening = office.opening()
    others = office.opening(panel=(office.marcus,))
    for person, own in ((office.marcus, opening), (office.yuki, opening), (office.ingrid, others)):
        with pytest.raises(NotFound):
            set_blind(office.instance, person, own.id, is_blind=True)
        assert blind_of(office.instance, own).history == ()
    with pytest.raises(NotFound):
        set_blind(office.instance, office.helen, "nowhere", is_blind=True)


def test_openings_are_hidden_each_for_itself(office: Office) -> None:
    opening, other = office.opening(), office.opening()
    set_blind(office.instance, office.helen, opening.id, is_blind=True)
    assert not blind_of(office.instance, other).is_on


# Letters


def test_letters_go_on_after_the_alphabet_and_each_has_one(office: Office) -> None:
    labels = labels_of([someone(f"Candidate {number}") for number in range(703)], SECRET)
    assert len(set(labels.values())) == 703
    assert {"Candidate A", "Candidate Z", "Candidate AA", "Candidate AZ", "Candidate ZZ", "Candidate AAA"} <= set(
        labels.values()
    )


def test_letters_do_not_depend_on_names_or_on_the_order(office: Office) -> None:
    candidates = [someone(name) for name in ("Ann", "Ben", "Cleo", "Dora")]
    labels = labels_of(candidates, SECRET)
    assert labels_of(reversed(candidates), SECRET) == labels
    assert labels_of([someone("Zoë", own.id) for own in candidates], SECRET) == labels


def test_without_a_name_a_candidate_has_no_note_either() -> None:
    bare = nameless(someone("Tessa Brandvold", "tessa"), "Candidate A")
    assert (bare.id, bare.name, bare.note) == ("tessa", "Candidate A", "")


# In texts


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("", ""),
        ("Tessa Brandvold counts leads.", "[A] counts leads."),
        ("TESSA and brandvold, tessa’s team; “Tessa”", "[A] and [A], [A]’s team; “[A]”"),
        ("_Tessa_ (Brandvold)\nTessa\nBrandvold", "_[A]_ ([A])\n[A]"),
        ("Contessas and Brandvoldsen stay", "Contessas and Brandvoldsen stay"),
        ("İstanbul knows TESSA", "İstanbul knows [A]"),
        ("<b>Tessa</b>", "<b>[A]</b>"),
    ],
)
def test_a_name_goes_whole_and_in_parts(text: str, plain: str) -> None:
    assert unveiled(text) == plain


@pytest.mark.parametrize(
    ("name", "text", "plain"),
    [
        ("Zoë Brontë-O’Neill", "Zoë, Brontë or O’Neill, Ms Neill", "[A], [A] or [A], Ms [A]"),
        ("Zoë Brontë-O’Neill", unicodedata.normalize("NFD", "Zoë Brontë"), "[A] [A]"),
        (unicodedata.normalize("NFD", "Zoë Ng"), "Zoë", "[A]"),
        ("Zoë Ng", "Ng said so, doing nothing", "[A] said so, doing nothing"),
        ("Kim Do", "Do you? We do. Mr Do does.", "[A] you? We do. Mr [A] does."),
        ("Piet van den Berg", "Van den Berg drives a van. Piet van den Berg.", "Van den [A] drives a van. [A]."),
        ("tessa brandvold", "Tessa said", "[A] said"),
        ("محمد بن سلمان", "قال محمد إنه", "قال [A] إنه"),
        ("李小龍", "我覺得李小龍說得對", "我覺得[A]說得對"),
        ("Candidate Smith", "Candidate Smith, Smith", "[A], [A]"),
        ("A. (B+ [c]*", "A. (B+ [c]*", "[A]"),
        ("X", "X said x", "[A] said x"),
    ],
)
def test_names_of_every_kind_go(name: str, text: str, plain: str) -> None:
    assert unveiled(text, name) == plain


def test_others_who_are_named_go_whole_and_words_of_their_names_stay() -> None:
    text = "Stronger than Mark May and tariq  solheim; we mark what we may."
    assert unveiled(text, "Tessa Brandvold", "Mark May", "Tariq Solheim") == (
        "Stronger than [B] and [C]; we mark what we may."
    )


def test_those_who_are_shown_together_go_in_parts_and_a_shared_part_is_ones_own() -> None:
    first, second = someone("Tessa Brandvold"), someone("Tessa Solheim")
    labels = labels_of([first, second], SECRET)
    veil = Veil(Names([first, second], SECRET), [first.id, second.id], [])
    said = "Tessa, not Solheim"
    assert veil.over(said, first.id) == f"{labels[first.id]}, not {labels[second.id]}"
    assert veil.over(said, second.id) == f"{labels[second.id]}, not {labels[second.id]}"
