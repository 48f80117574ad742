"""`python -m tests.supply.audit`: asks which of the exact versions in requirements.lock have known vulnerabilities.

Needs a network. Ends with 1 if something was found; with 0, and a word, if the service cannot be reached.
"""

import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).parents[2] / "requirements.lock"
UNREACHED = (
    "The vulnerability service cannot be reached from here: nothing was checked. Run it again where there is a network."
)
_FOUND = "known vulnerabilit"


def said(code: int, out: str, err: str) -> tuple[int, str]:
    """Return with what to end, and what to say of what pip-audit ended with and wrote."""
    if code == 0:
        return 0, "No known vulnerabilities."
    if _FOUND in f"{out}{err}".lower().replace("no known vulnerabilit", ""):
        return 1, f"{out.strip()}\n{err.strip()}"
    return 0, f"{UNREACHED}\n({err.strip().splitlines()[-1] if err.strip() else 'it said nothing'})"


def main() -> int:
    """Ask, and say what came of it."""
    asked = [
        sys.executable,
        "-m",
        "pip_audit",
        "--requirement",
        str(LOCK),
        "--require-hashes",
        "--disable-pip",
        "--progress-spinner",
        "off",
        "--timeout",
        "15",
    ]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    code, words = said(done.returncode, done.stdout, done.stderr)
    print(words)
    return code


if __name__ == "__main__":
    sys.exit(main())
