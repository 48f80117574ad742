"""What is built holds what users need: the program, the bank and the templates."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_wheel_carries_the_bank_and_the_templates(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "site")
    assert "screener/_shipped/templates/report/page.html" in names
    assert "screener/_shipped/docs/openapi.json" in names
    assert "screener/_shipped/questions/samples/sales-leader-interview.vtt" in names
    assert "screener/_shipped/questions/.schemas/philosophy.schema.json" in names
    assert "screener/_shipped/questions/LICENSE" in names
    assert {"screener/static/live.js", "screener/static/vendor/htmx-2.0.11.min.js", "screener/demo/office.yaml"} <= {
        *names
    }
    assert {f"screener/reading/weights/{name}" for name in ("about.json", "background.npy", "reader.onnx")} <= {*names}
    assert "screener/text/words/common.txt" in names
    assert {f"screener/journeys/leaked/{name}" for name in ("passwords.bin", "LICENSE", "README.md")} <= {*names}
    assert sum(i.file_size for i in zipfile.ZipFile(wheel).infolist() if "/weights/" in i.filename) <= 90e6
    assert not [name for name in names if name.startswith(("tests", "training"))]
    run = [sys.executable, "-P", "-m", "screener", "check", "--no-examples"]
    checked = subprocess.run(
        run, cwd=tmp_path / "site", env={"PYTHONPATH": str(tmp_path / "site")}, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stdout.decode() + checked.stderr.decode()
    assert b"no problems" in checked.stderr
    made = subprocess.run(
        [sys.executable, "-P", "-m", "screener", "init", str(tmp_path / "ours")],
        cwd=tmp_path / "site", env={"PYTHONPATH": str(tmp_path / "site")}, capture_output=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr.decode()
    assert (tmp_path / "ours" / "questions" / "guides" / "sales-leader.yaml").is_file()
    bank_of_the_program = tmp_path / "site" / "screener" / "_shipped" / "questions"
    refused = subprocess.run(
        [sys.executable, "-P", "-m", "screener", "new", "guide", "ours", "--bank", str(bank_of_the_program)],
        cwd=tmp_path / "site", env={"PYTHONPATH": str(tmp_path / "site")}, capture_output=True, check=False,
    )  # fmt: skip
    assert (refused.returncode, b"belongs to the installed program" in refused.stderr) == (2, True)
    assert not (bank_of_the_program / "guides" / "ours.yaml").exists()
