"""How people come in, how long they stay, who appoints whom, and that nobody locks the organisation out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from screener.errors import Conflict, NotAllowed, NotFound, Refused, ScreenerError
from screener.journeys import accounts
from screener.storage.records import Person
from tests.office import PASSWORD, Office

DEVICE = "Firefox on a train"
ROLES = ("administrator", "hr", "hiring-manager", "interviewer")


def signed_in(office: Office, person: Person) -> accounts.SignedIn:
    found = accounts.find_signed_in(office.instance, accounts.sign_in_to_demo(office.instance, person, DEVICE))
    assert found is not None
    return found


def is_in(office: Office, token: str) -> bool:
    return accounts.find_signed_in(office.instance, token) is not None


# Passwords


@pytest.mark.parametrize("email", ["marcus@halvorsen.example", " MARCUS@Halvorsen.example "])
def test_email_and_password_sign_in(office: Office, email: str) -> None:
    token = accounts.sign_in_by_password(office.instance, email, PASSWORD, DEVICE)
    found = accounts.find_signed_in(office.instance, token)
    assert found is not None
    assert found.person == office.marcus
    (session,) = accounts.sessions_of(office.instance, office.marcus)
    assert (session.hash, session.device) == (found.session, DEVICE)


def test_a_token_itself_is_not_kept(office: Office) -> None:
    token = accounts.sign_in_by_password(office.instance, "marcus@halvorsen.example", PASSWORD, DEVICE)
    code = accounts.new_code(office.instance, office.helen, office.yuki.id)
    address = accounts.new_address(office.instance, office.helen, office.yuki.id)
    office.instance.store.close()
    stored = b"".join(path.read_bytes() for path in office.instance.folder.glob("screener.db*"))
    for secret in (token, address, code, code.replace("-", ""), PASSWORD):
        assert secret.encode() not in stored


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("marcus@halvorsen.example", "wrong"),
        ("marcus@halvorsen.example", ""),
        ("marcus@halvorsen.example", PASSWORD.upper()),
        ("nobody@halvorsen.example", PASSWORD),
        ("", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
        ("marcus@halvorsen.example\x00", PASSWORD),
        ("marcus@halvorsen.example", "x" * 100_000),
    ],
)
def test_it_does_not_say_what_was_wrong(office: Office, email: str, password: str) -> None:
    with pytest.raises(NotAllowed, match="do not belong together"):
        accounts.sign_in_by_password(office.instance, email, password, DEVICE)
    assert accounts.sessions_of(office.instance, office.marcus) == ()


def test_nobody_comes_in_by_an_empty_password(office: Office) -> None:
    added = accounts.add_person(office.instance, office.sam, "Petra", "petra@halvorsen.example", "interviewer")
    assert added.password_hash == ""
    with pytest.raises(NotAllowed):
        accounts.sign_in_by_password(office.instance, "petra@halvorsen.example", "", DEVICE)


def test_a_new_password_signs_out_everywhere_else(office: Office) -> None:
    other = accounts.sign_in_by_password(office.instance, "marcus@halvorsen.example", PASSWORD, "phone")
    token = accounts.sign_in_by_password(office.instance, "marcus@halvorsen.example", PASSWORD, DEVICE)
    here = accounts.find_signed_in(office.instance, token)
    assert here is not None
    accounts.set_password(office.instance, here, "four plain words now")
    assert is_in(office, token)
    assert not is_in(office, other)
    accounts.sign_in_by_password(office.instance, "marcus@halvorsen.example", "four plain words now", DEVICE)
    with pytest.raises(NotAllowed):
        accounts.sign_in_by_password(office.instance, "marcus@halvorsen.example", PASSWORD, DEVICE)


@pytest.mark.parametrize("password", ["", "short", "x" * 11, "y" * 201, "aaaaaaaaaaaab", "marcus@halvorsen.example", "MARCUS ADEYEMI"])  # fmt: skip
def test_it_refuses_a_password_that_is_short_endless_or_easily_guessed(office: Office, password: str) -> None:
    with pytest.raises(Refused):
        accounts.set_password(office.instance, signed_in(office, office.marcus), password)
    assert office.instance.store.person_of(office.marcus.id) == office.marcus


@pytest.mark.parametrize("password", ["correct horse battery", "ünïcödé пароль 密码です", " leading and trailing ", "a\x00b and more of it"])  # fmt: skip
def test_a_password_may_hold_anything(office: Office, password: str) -> None:
    accounts.set_password(office.instance, signed_in(office, office.marcus), password)
    accounts.sign_in_by_password(office.instance, "marcus@halvorsen.example", password, DEVICE)


def test_who_comes_by_code_has_no_password_to_set(office: Office) -> None:
    with pytest.raises(Refused, match="access code"):
        accounts.set_password(office.instance, signed_in(office, office.yuki), "four plain words now")


# One-time addresses


def test_an_address_signs_in_once(office: Office) -> None:
    secret = accounts.new_address(office.instance, office.helen, office.marcus.id)
    for _ in range(3):  # a preview of the link only looks
        assert accounts.holder_of_address(office.instance, secret) == office.marcus
    assert is_in(office, accounts.sign_in_by_address(office.instance, secret, DEVICE))
    for again in (accounts.holder_of_address, lambda i, s: accounts.sign_in_by_address(i, s, DEVICE)):
        with pytest.raises(NotAllowed, match="used or has ended"):
            again(office.instance, secret)


def test_of_two_who_open_an_address_at_once_one_comes_in(office: Office) -> None:
    secret = accounts.new_address(office.instance, office.helen, office.marcus.id)

    def come_in(_: int) -> bool:
        try:
            return bool(accounts.sign_in_by_address(office.instance, secret, DEVICE))
        except NotAllowed:
            return False

    with ThreadPoolExecutor(4) as visitors:
        assert sum(visitors.map(come_in, range(8))) == 1
    assert len(accounts.sessions_of(office.instance, office.marcus)) == 1


def test_an_address_lives_three_days_by_the_offices_clock(office: Office) -> None:
    secret = accounts.new_address(office.instance, office.helen, office.marcus.id)
    office.clock.forward(hours=71, minutes=59)
    accounts.holder_of_address(office.instance, secret)
    office.clock.forward(minutes=1)
    with pytest.raises(NotAllowed):
        accounts.sign_in_by_address(office.instance, secret, DEVICE)


def test_a_new_address_ends_the_one_before(office: Office) -> None:
    first = accounts.new_address(office.instance, office.helen, office.marcus.id)
    second = accounts.new_address(office.instance, office.helen, office.marcus.id)
    with pytest.raises(NotAllowed):
        accounts.sign_in_by_address(office.instance, first, DEVICE)
    accounts.sign_in_by_address(office.instance, second, DEVICE)


# Access codes


@pytest.mark.parametrize("typed", [str, str.lower, lambda c: c.replace("-", ""), lambda c: f" {c.replace('-', ' ')}\n"])
def test_a_code_is_taken_however_it_is_typed(office: Office, typed: Callable[[str], str]) -> None:
    code = accounts.new_code(office.instance, office.helen, office.yuki.id)
    assert len(code.split("-")) == 3
    for _ in range(2):  # on as many devices as they like
        assert is_in(office, accounts.sign_in_by_code(office.instance, typed(code), DEVICE))


@pytest.mark.parametrize("code", ["", "----", "AAAA-AAAA-AAAA", "' OR 1=1 --", "\x00", "x" * 10_000])
def test_a_code_that_nobody_has_is_not_known(office: Office, code: str) -> None:
    accounts.new_code(office.instance, office.helen, office.yuki.id)
    with pytest.raises(NotAllowed, match="not known or has ended"):
        accounts.sign_in_by_code(office.instance, code, DEVICE)


def test_a_code_lives_sixty_days(office: Office) -> None:
    code = accounts.new_code(office.instance, office.helen, office.yuki.id)
    office.clock.forward(days=59, hours=23)
    accounts.sign_in_by_code(office.instance, code, DEVICE)
    office.clock.forward(hours=1)
    with pytest.raises(NotAllowed):
        accounts.sign_in_by_code(office.instance, code, DEVICE)


def test_a_new_code_ends_the_one_before_and_no_address(office: Office) -> None:
    address = accounts.new_address(office.instance, office.helen, office.yuki.id)
    first = accounts.new_code(office.instance, office.helen, office.yuki.id)
    accounts.new_code(office.instance, office.helen, office.yuki.id)
    with pytest.raises(NotAllowed):
        accounts.sign_in_by_code(office.instance, first, DEVICE)
    accounts.sign_in_by_address(office.instance, address, DEVICE)


def test_a_code_is_no_address_and_an_address_no_code(office: Office) -> None:
    code = accounts.new_code(office.instance, office.helen, office.yuki.id)
    address = accounts.new_address(office.instance, office.helen, office.yuki.id)
    with pytest.raises(NotAllowed):
        accounts.sign_in_by_address(office.instance, code.replace("-", ""), DEVICE)
    with pytest.raises(NotAllowed):
        accounts.sign_in_by_code(office.instance, address, DEVICE)


def test_codes_are_for_interviewers(office: Office) -> None:
    with pytest.raises(Refused, match="interviewers"):
        accounts.new_code(office.instance, office.sam, office.ingrid.id)


# Being signed in


@pytest.mark.parametrize("token", ["", "nonsense", "\x00", "x" * 10_000])
def test_no_other_token_signs_in(office: Office, token: str) -> None:
    signed_in(office, office.marcus)
    assert not is_in(office, token)


def test_a_sign_in_ends_after_three_hours_without_use(office: Office) -> None:
    token = accounts.sign_in_to_demo(office.instance, office.marcus, DEVICE)
    for _ in range(3):
        office.clock.forward(hours=3)
        assert is_in(office, token)
    office.clock.forward(hours=3, seconds=1)
    assert not is_in(office, token)


def test_a_sign_in_ends_after_twelve_hours_however_busy(office: Office) -> None:
    token = accounts.sign_in_to_demo(office.instance, office.marcus, DEVICE)
    for _ in range(12):
        office.clock.forward(hours=1)
        assert is_in(office, token)
    office.clock.forward(seconds=1)
    assert not is_in(office, token)


def test_use_is_noted_at_most_once_a_minute(office: Office) -> None:
    found = signed_in(office, office.marcus)
    token = accounts.sign_in_to_demo(office.instance, office.marcus, "another")

    def seen() -> str:
        return next(s.seen_at for s in accounts.sessions_of(office.instance, office.marcus) if s.hash != found.session)

    before = seen()
    office.clock.forward(seconds=60)
    assert is_in(office, token)
    assert seen() == before
    office.clock.forward(seconds=1)
    assert is_in(office, token)
    assert seen() == office.instance.now()


def test_signing_out_ends_this_sign_in_only(office: Office) -> None:
    here, there = signed_in(office, office.marcus), signed_in(office, office.marcus)
    accounts.sign_out(office.instance, here)
    assert [s.hash for s in accounts.sessions_of(office.instance, office.marcus)] == [there.session]


def test_nobody_ends_anothers_sign_in(office: Office) -> None:
    theirs = signed_in(office, office.helen)
    accounts.end_session(office.instance, office.marcus, theirs.session)
    assert len(accounts.sessions_of(office.instance, office.helen)) == 1
    accounts.end_session(office.instance, office.helen, theirs.session)
    assert accounts.sessions_of(office.instance, office.helen) == ()


# The first administrator


@pytest.fixture
def bare(office: Office) -> Office:
    """An instance that was just made: its administrators have no way in yet."""
    for person in office.instance.store.persons():
        if person.role == "administrator":
            office.instance.store.change_person(replace(person, role="interviewer"))
    return office


def test_the_first_administrator_comes_in_by_an_address(bare: Office) -> None:
    secret = accounts.first_address(bare.instance)
    assert secret is not None
    person = accounts.holder_of_address(bare.instance, secret)
    assert (person.role, person.password_hash) == ("administrator", "")
    accounts.sign_in_by_address(bare.instance, secret, DEVICE)
    assert accounts.first_address(bare.instance) is None


def test_starting_again_makes_no_second_administrator_and_ends_the_address_before(bare: Office) -> None:
    first, second = accounts.first_address(bare.instance), accounts.first_address(bare.instance)
    assert first is not None
    assert second is not None
    assert sum(person.role == "administrator" for person in bare.instance.store.persons()) == 1
    with pytest.raises(NotAllowed):
        accounts.sign_in_by_address(bare.instance, first, DEVICE)
    accounts.sign_in_by_address(bare.instance, second, DEVICE)


def test_an_administrator_who_never_set_a_password_can_come_back(bare: Office) -> None:
    """Also after others were added: nobody else could let them in."""
    secret = accounts.first_address(bare.instance)
    assert secret is not None
    found = accounts.find_signed_in(bare.instance, accounts.sign_in_by_address(bare.instance, secret, DEVICE))
    assert found is not None
    accounts.add_person(bare.instance, found.person, "Nils", "nils@halvorsen.example", "hr")
    bare.clock.forward(hours=13)
    again = accounts.first_address(bare.instance)
    assert again is not None
    assert accounts.holder_of_address(bare.instance, again).id == found.person.id


def test_no_address_is_handed_out_once_an_administrator_has_a_password(office: Office) -> None:
    assert accounts.first_address(office.instance) is None
    office.clock.forward(days=400)
    assert accounts.first_address(office.instance) is None


# Appointing


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("actor", ["sam", "helen", "ingrid", "marcus"])
def test_who_appoints_whom(office: Office, actor: str, role: str) -> None:
    by = getattr(office, actor)
    may = by.role == "administrator" or (by.role == "hr" and role in ("hiring-manager", "interviewer"))
    target = dict(zip(ROLES, (office.sam, office.helen, office.ingrid, office.yuki), strict=True))[role]
    acts: list[Callable[[], object]] = [
        lambda: accounts.add_person(office.instance, by, "Petra", "petra@halvorsen.example", role),
        lambda: accounts.change_person(office.instance, by, target.id, target.name, "new@halvorsen.example", role),
        lambda: accounts.new_address(office.instance, by, target.id),
    ]
    if role == "interviewer":
        acts.append(lambda: accounts.new_code(office.instance, by, target.id))
    if target.id != by.id and role != "administrator":
        acts.append(lambda: accounts.end_person(office.instance, by, target.id))
    for act in acts:
        if may:
            act()
        else:
            with pytest.raises(NotAllowed):
                act()
    if not may:
        assert office.instance.store.person_of(target.id) == target
        assert office.instance.store.keys_of(target.id) == ()


@pytest.mark.parametrize("actor", ["ingrid", "marcus"])
def test_only_hr_sees_who_there_is(office: Office, actor: str) -> None:
    with pytest.raises(NotAllowed):
        accounts.people(office.instance, getattr(office, actor))
    assert len(accounts.people(office.instance, office.helen)) == 5


def test_hr_raises_nobody_to_hr(office: Office) -> None:
    with pytest.raises(NotAllowed):
        accounts.change_person(office.instance, office.helen, office.marcus.id, "Marcus", "m@halvorsen.example", "hr")
    with pytest.raises(NotAllowed):
        accounts.change_person(office.instance, office.helen, office.helen.id, "H", "h@halvorsen.example", "administrator")  # fmt: skip


def test_a_new_role_signs_out(office: Office) -> None:
    token = accounts.sign_in_to_demo(office.instance, office.marcus, DEVICE)
    accounts.change_person(office.instance, office.helen, office.marcus.id, "Marcus A.", "marcus@halvorsen.example", "interviewer")  # fmt: skip
    assert is_in(office, token)
    accounts.change_person(office.instance, office.helen, office.marcus.id, "Marcus A.", "marcus@halvorsen.example", "hiring-manager")  # fmt: skip
    assert not is_in(office, token)
    assert office.instance.store.person_of(office.marcus.id).password_hash == office.marcus.password_hash


def test_ending_an_account_ends_every_way_in(office: Office) -> None:
    token = accounts.sign_in_to_demo(office.instance, office.marcus, DEVICE)
    address = accounts.new_address(office.instance, office.helen, office.marcus.id)
    code = accounts.new_code(office.instance, office.helen, office.marcus.id)
    accounts.end_person(office.instance, office.helen, office.marcus.id)
    assert not is_in(office, token)
    tries: list[Callable[[], object]] = [
        lambda: accounts.sign_in_by_address(office.instance, address, DEVICE),
        lambda: accounts.sign_in_by_code(office.instance, code, DEVICE),
        lambda: accounts.sign_in_by_password(office.instance, "marcus@halvorsen.example", PASSWORD, DEVICE),
    ]
    for come_in in tries:
        with pytest.raises(NotAllowed):
            come_in()
    with pytest.raises(Refused, match="ended"):
        accounts.new_address(office.instance, office.helen, office.marcus.id)


def test_a_change_that_was_under_way_does_not_bring_an_ended_account_back(office: Office) -> None:
    here = signed_in(office, office.marcus)
    accounts.end_person(office.instance, office.helen, office.marcus.id)
    accounts.change_own_details(office.instance, here.person, "Marcus", "marcus@halvorsen.example")
    accounts.set_password(office.instance, here, "four plain words now")
    assert office.instance.store.person_of(office.marcus.id).ended_at


def test_one_administrator_is_always_left(office: Office) -> None:
    with pytest.raises(Refused, match="own account"):
        accounts.end_person(office.instance, office.sam, office.sam.id)
    with pytest.raises(Refused, match="only administrator"):
        accounts.change_person(office.instance, office.sam, office.sam.id, "Sam", "sam@halvorsen.example", "hr")
    other = accounts.add_person(office.instance, office.sam, "Tom", "tom@halvorsen.example", "administrator")
    accounts.end_person(office.instance, office.sam, other.id)
    with pytest.raises(Refused, match="only administrator"):  # one whose account has ended does not count
        accounts.change_person(office.instance, office.sam, office.sam.id, "Sam", "sam@halvorsen.example", "hr")


@pytest.mark.parametrize(
    ("name", "email", "role", "error"),
    [
        ("", "p@x.example", "hr", Refused),
        ("\u200b\u2060", "p@x.example", "hr", Refused),  # nothing to be seen
        ("x" * 121, "p@x.example", "hr", Refused),
        ("Petra", "no address", "hr", Refused),
        ("Petra", "a@b@c", "hr", Refused),
        ("Petra", "a b@x.example", "hr", Refused),
        ("Petra", "<p@x.example>", "hr", Refused),
        ("Petra", "p@" + "x" * 260, "hr", Refused),
        ("Petra", "", "hr", Refused),
        ("Petra", " ", "hiring-manager", Refused),
        ("Petra", "p@x.example", "king", Refused),
        ("Petra", "p@x.example", "", Refused),
        ("Petra", "MARCUS@halvorsen.example ", "hr", Conflict),
    ],
)
def test_it_refuses_what_is_no_person(office: Office, name: str, email: str, role: str, error: type[ScreenerError]) -> None:  # fmt: skip
    with pytest.raises(error):
        accounts.add_person(office.instance, office.sam, name, email, role)
    with pytest.raises(error):
        accounts.change_person(office.instance, office.sam, office.ingrid.id, name, email, role)
    assert len(office.instance.store.persons()) == 5
    assert office.instance.store.person_of(office.ingrid.id) == office.ingrid


def test_what_is_entered_is_tidied(office: Office) -> None:
    added = accounts.add_person(office.instance, office.helen, "  Zoë \n  Brontë ", " Zoe@X.Example", "hiring-manager")
    assert (added.name, added.email) == ("Zoë Brontë", "zoe@x.example")
    assert office.instance.store.person_of(added.id) == added


def test_unknown_people_are_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        accounts.change_person(office.instance, office.sam, "nobody", "N", "n@x.example", "hr")
    with pytest.raises(NotFound):
        accounts.new_address(office.instance, office.sam, "nobody")
    with pytest.raises(NotFound):
        accounts.end_person(office.instance, office.sam, "nobody")


# Oneself


def test_everybody_changes_their_own_name_and_email(office: Office) -> None:
    after = accounts.change_own_details(office.instance, office.marcus, "Marcus A.", "M.A@halvorsen.example")
    assert (after.name, after.email, after.role) == ("Marcus A.", "m.a@halvorsen.example", "interviewer")
    accounts.sign_in_by_password(office.instance, "m.a@halvorsen.example", PASSWORD, DEVICE)
    with pytest.raises(Conflict):
        accounts.change_own_details(office.instance, office.marcus, "Marcus", office.helen.email)


def test_who_signs_in_by_email_keeps_one(office: Office) -> None:
    with pytest.raises(Refused, match="cannot be empty"):
        accounts.change_own_details(office.instance, office.marcus, "Marcus", " ")
    accounts.change_own_details(office.instance, office.yuki, "Yuki T.", "")
