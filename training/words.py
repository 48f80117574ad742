"""Which words are common, so that a capital at the beginning of a sentence does not make a name of them.

python -m training.words     writes screener/text/words/common.txt from the corpus and the bank

The list belongs to the weights: what is read changes with it. So it is made anew before `make model`, never after.
"""

import re
from collections import Counter
from itertools import chain
from pathlib import Path

from screener.text.blind import ALWAYS_CAPITAL
from training.corpus import Answer, answers, statements

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "screener" / "text" / "words" / "common.txt"
_LOWER = re.compile(r"(?<![^\W\d_])[a-z][a-z'’]*[a-z](?![^\W\d_])")
_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][a-z'’]*[a-z](?![^\W\d_])")  # not at the beginning of a sentence
_SEEN_IN = 2  # texts


def common_words() -> list[str]:
    """Return the words that are written small in at least two texts, and not with a capital in more.

    Some notes write origins small. These must not make common words of them, or "Dutch" would be read and "Nigerian"
    not. (Where it is written small, an origin is still read.)
    """
    small, capital = Counter[str](), Counter[str]()
    texts = chain(
        ((s.text + " " + s.question) if isinstance(s, Answer) else s.text for s in chain(statements(), answers())),
        (path.read_text(encoding="utf-8") for path in sorted((ROOT / "questions").rglob("*.yaml"))),
    )
    for text in texts:
        text = text.replace("’", "'")
        small.update(set(_LOWER.findall(text)))
        capital.update({word.lower() for word in _CAPITAL.findall(text)})
    common = (word for word, count in small.items() if count >= _SEEN_IN)
    return sorted(word for word in common if capital[word] <= small[word] or word in ALWAYS_CAPITAL)


def main() -> None:
    """Write the list."""
    heading = "# Words that are no names though they may begin a sentence with a capital. Made by training/words.py.\n"
    KEPT.write_text(heading + "\n".join(common_words()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
