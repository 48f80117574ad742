"""A gate for text that nobody could judge: it says why, and nothing is read into it."""

import re
from dataclasses import dataclass

FEWEST_WORDS = 4
_LANGUAGES = {
    "English": "the and of to a in is it that was for on we i they with but not are you have had as at be this our my "
    "what who so do don't from his her an or if their them us no me all just by been were when there which about can",
    "German": "der die das und ich nicht ist wir sie ein eine zu den mit auf für es von dem sich auch wie aber haben "
    "war dass im bei nur noch wenn mir uns oder wird sind einen",
    "French": "le la les des et je ne pas est nous vous ils une un que qui dans pour sur avec ce il elle mais sont au "
    "aux du en ont cette leur plus comme",
    "Spanish": "el la los las y que no es nosotros un una en de por para con se lo como pero son su al del más muy "
    "está este esta han porque",
    "Italian": "il la le gli e che non è un una di per con si come ma sono del della nel anche più questo noi hanno",
    "Dutch": "de het een en ik niet is wij ze van te dat op met voor zijn maar ook als er naar hebben wordt bij nog",
    "Portuguese": "o a os as e que não é um uma em de por para com se como mas são do da no na mais nós está",
}
_FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in _LANGUAGES.items()}
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWEL = re.compile(r"[aeiouyàáâäãåæèéêëìíîïòóôöõøùúûü]", re.IGNORECASE)
_JUDGED_FROM = 12  # words; fewer say too little about their language


@dataclass(frozen=True)
class Quality:
    """Whether a text can be read, and if not, why, in plain words."""

    is_readable: bool
    reason: str = ""


READABLE = Quality(is_readable=True)


def quality_of(text: str) -> Quality:
    """Judge whether a text can be read at all: long enough, not garbled, in English."""
    words = [word.lower() for word in _LETTERS.findall(text)]
    visible = [character for character in text if not character.isspace()]
    letters = sum(character.isalnum() for character in visible)
    if letters < 0.6 * len(visible) or text.count("\ufffd") > 0.02 * len(visible):
        return Quality(False, "garbled: too few of its characters are letters")
    if len(words) < FEWEST_WORDS:
        return Quality(False, f"too short to judge ({len(words)} word{'s' * (len(words) != 1)})")
    if len(words) < _JUDGED_FROM:
        return READABLE
    if sum(not _VOWEL.search(word) and len(word) > 4 for word in words) > 0.2 * len(words):
        return Quality(False, "garbled: too many of its words have no vowel")
    if len(set(words)) < 0.15 * len(words) and len(words) < 400:
        return Quality(False, "garbled: the same few words over and over")
    return _language(words)


def _language(words: list[str]) -> Quality:
    shares = {
        language: sum(word in known for word in words) / len(words) for language, known in _FUNCTION_WORDS.items()
    }
    likeliest = max(shares, key=lambda language: shares[language])
    if likeliest != "English" and shares[likeliest] > 0.15 and shares[likeliest] > 2 * shares["English"]:
        return Quality(False, f"this looks like {likeliest}; only English can be read")
    return READABLE
