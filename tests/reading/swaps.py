"""The same words from and about other people: names, pronouns, gendered words, ages, origins, accents changed."""

import random
import re

NAMES = (
    "Oluwadamilola Xiaoming Þórdís Ngaire Siddhartha Gwenllian Anneliese Kazimierz Yewande Tomoko Aurélien Mehdi Ananya "
    "Dragomir Ioana Kwasi Rebekka Faisal Marisol Tevita Brónach Zsófia Nikhil Wiremu Jolanta Abdulrahman Clementine Bao"
).split()
PLACES = "Lagos Leicester Kraków Osaka Toowoomba Aarhus Chennai Medellín Winnipeg Ghent".split()
ORIGINS = "Nigerian Polish Japanese Danish Indian Canadian Belgian Colombian Korean Welsh".split()
_PAIRS = (
    "he she|his her|him her|himself herself|man woman|men women|guy lady|guys ladies|lad girl|lads girls|husband wife"
    "|father mother|dad mum|son daughter|brother sister|uncle aunt|boy girl|boys girls|salesman saleswoman"
    "|salesmen saleswomen|chairman chairwoman|mr mrs|gentleman lady|gentlemen ladies|businessman businesswoman"
)
_OTHER = {a: b for pair in _PAIRS.split("|") for a, b in [pair.split()]}
_OTHER = {b: a for a, b in _OTHER.items()} | _OTHER | {"her": "his"}
_WORDS = re.compile(r"[^\W\d_]+")
_CALENDAR = frozenset(
    "mr mrs ms dr mondays tuesdays wednesdays thursdays fridays saturdays sundays "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december christmas easter english internet excel powerpoint linkedin google salesforce hubspot i".split()
)
_ACCENTS = ("um", "er", "ja", "lah", "eh", "yaar", "innit", "achha", "och")


def genders_swapped(text: str) -> str:
    """Return the text with every gendered word turned into that of the other gender."""

    def other(match: "re.Match[str]") -> str:
        word = match[0]
        swapped = _OTHER.get(word.lower(), word.lower())
        if swapped == word.lower():
            return word
        return swapped.capitalize() if word[0].isupper() else swapped

    return _WORDS.sub(other, text)


def names_swapped(text: str, common: frozenset[str], order: random.Random) -> str:
    """Return the text with the names inside its sentences replaced by others, the same one by the same.

    A name is what has a capital and is not among the common words.
    """
    chosen: dict[str, str] = {}

    def other(match: "re.Match[str]") -> str:
        word = match[0]
        inside = text[max(0, match.start() - 2) : match.start()]
        is_inside = len(inside) == 2 and (inside[0].isalnum() or inside[0] == ",") and inside[1] == " "
        if len(word) < 3 or not is_inside or not word.istitle() or word.lower() in common or word.lower() in _CALENDAR:
            return word
        return chosen.setdefault(word, order.choice(NAMES))

    return _WORDS.sub(other, text)


def with_accent(text: str, order: random.Random) -> str:
    """Return the text with sounds between its words by which one hears where somebody comes from."""
    words = text.split(" ")
    for _ in range(max(1, len(words) // 12)):
        words.insert(order.randrange(1, len(words) + 1), order.choice(_ACCENTS))
    return " ".join(words)


def introduced(text: str, order: random.Random) -> str:
    """Return the text as said by somebody who first says who they are."""
    age, place, origin = order.randint(24, 67), order.choice(PLACES), order.choice(ORIGINS)
    return f"I'm {age} years old, {origin}, from {place}. {text}"
