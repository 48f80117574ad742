"""`screener let-in`: an administrator comes in again, whatever has gone wrong."""

from pathlib import Path

from screener.journeys import accounts
from screener.journeys.instance import open_instance
from screener.storage.records import Person
from tests.cli.conftest import Run


def test_an_administrator_comes_in_again_with_passwords_switched_off(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    assert run("init", str(folder)).returncode == 0
    (folder / "settings.yaml").write_text(
        "address: https://interviews.halvorsen.example\n"
        "sign_in:\n  passwords: off\n  provider: {issuer: https://login.example, client_id: x}\n",
        encoding="utf-8",
    )
    instance = open_instance(folder)
    sam = Person("sam", "Sam Whitlock", "administrator", "sam@halvorsen.example", created_at=instance.now())
    instance.store.add_person(sam)
    instance.close()
    nobody = run("let-in", str(folder), "helen@halvorsen.example")
    assert nobody.returncode == 2
    assert b"no administrator with the email address helen@halvorsen.example" in nobody.stderr
    done = run("let-in", str(folder), "Sam@Halvorsen.example")
    assert done.returncode == 0, done.stderr.decode()
    address = done.stdout.decode().strip()
    assert address.startswith("https://interviews.halvorsen.example/sign-in/")
    assert b"Sam Whitlock" in done.stderr
    instance = open_instance(folder)
    token = accounts.sign_in_by_address(instance, address.rpartition("/")[2], "a test")
    found = accounts.find_signed_in(instance, token)
    assert found is not None
    assert found.person.id == "sam"
    made = [entry for entry, _ in instance.store.whole_audit() if entry.action == "address.made"]
    assert [(entry.origin, entry.person_id, entry.subject) for entry in made] == [("command line", "", "sam")]
    instance.close()
