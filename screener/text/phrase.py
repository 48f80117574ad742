"""Phrases as HR writes them → regular expressions that match in linear time.

Grammar (docs/file-formats.md): words, `(a|b)`, `[a|b]`, `word*`, `~` and `~N`, `{list}`.
A compiled phrase also names its *anchors*: words of which every match holds at least one, so that a
matcher looks at a phrase only where such a word occurs.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from screener.text.normal import plain_words
from screener.text.words import alike

MAX_LENGTH = 300
MAX_GAP = 9
MAX_EXPANDED = 20_000  # characters of an expression with its lists written out; RE2 takes more
MAX_NESTING = 4
_TOKEN = re.compile(r"\s*(\(|\)|\[|\]|\||~\d*|\{[a-z0-9-]*\}|[^\s()\[\]|~{}]+|\S)")
_LETTERS = re.compile(r"[a-z0-9_']+\*?")

# Phrases are looked for in the plain form of a text (`text.normal`): words of these characters, and spaces.
_BETWEEN = " +"
_ANY_WORD = "[a-z0-9_][a-z0-9_']*"
_NUMBER = "[0-9]+(?: [0-9]+)*"
_COMMON = frozenset(
    (
        "a an and are as at be been but by can do for from had has have he her his how i if in is it its me my no "
        "not of on one or our she so that the their them then there they this to up us was we were what when who "
        "will with would you your all any just only more most some than very out about over into get got go know "
        "like think said say says "
    ).split()
)


class PhraseError(ValueError):
    """A phrase is not written as the grammar says; the message tells what to do."""


@dataclass(frozen=True)
class Anchor:
    """A word that has to occur, or the beginning of one."""

    word: str
    is_prefix: bool = False


@dataclass(frozen=True)
class Phrase:
    """A compiled phrase: the words as written, a regular expression for RE2 (group 1 is the match), its anchors."""

    words: str
    expression: str
    anchors: frozenset[Anchor]


@dataclass(frozen=True)
class _Piece:
    """Part of a phrase: an expression, its anchors (None if no word has to occur), and what it is."""

    expression: str
    anchors: frozenset[Anchor] | None
    optional: bool = False
    is_gap: bool = False


class WordLists:
    """The word lists that phrases may refer to; each is compiled once."""

    def __init__(self, entries: Mapping[str, Sequence[str]]) -> None:
        self.entries = entries
        self._pieces: dict[str, _Piece] = {}

    def piece(self, name: str, depth: int) -> "_Piece":
        """Return a list as a piece of a phrase.

        Raises PhraseError for a list that does not exist or refers to itself.
        """
        if name not in self.entries:
            raise PhraseError(f"there is no word list `{name}` (known: {', '.join(sorted(self.entries)) or 'none'})")
        if depth >= MAX_NESTING:
            raise PhraseError(f"the word list `{name}` refers to itself, or lists are nested too deep")
        if name not in self._pieces:
            self._pieces[name] = _listed(name, [_Parser(e, self, depth + 1).whole() for e in self.entries[name]])
        return self._pieces[name]


def _listed(name: str, entries: list["_Piece"]) -> "_Piece":
    if name == "number":
        return _Piece(f"(?:{_NUMBER}|{_either(entries).expression})", None)
    piece = _either(entries)
    return _Piece(f"{piece.expression}(?:'s)?", piece.anchors)


def compile_phrase(words: str, lists: WordLists) -> Phrase:
    """Compile a phrase. `lists` holds the word lists that `{name}` may refer to.

    Raises PhraseError.
    """
    if len(words) > MAX_LENGTH:
        raise PhraseError(f"the phrase has {len(words)} characters (at most {MAX_LENGTH}: split it into several)")
    parser = _Parser(words, lists, depth=0)
    piece = parser.whole()
    if not piece.anchors:
        raise PhraseError("the phrase holds no word that has to occur (add one)")
    if len(piece.expression) > MAX_EXPANDED:
        raise PhraseError("the phrase stands for too many wordings (shorten its lists, or split it)")
    return Phrase(words, f"(?:^| )({piece.expression})(?: |$)", piece.anchors)


class _Parser:
    """Recursive descent over the tokens of one phrase or word-list entry."""

    def __init__(self, words: str, lists: WordLists, depth: int) -> None:
        self.tokens = [found.group(1) for found in _TOKEN.finditer(words.strip())]
        self.position = 0
        self.lists = lists
        self.depth = depth
        self.nesting = 0

    def whole(self) -> _Piece:
        piece = self.sequence(closing=None)
        if self.position < len(self.tokens):
            raise PhraseError(f"`{self.tokens[self.position]}` closes nothing (remove it, or open it before)")
        return piece

    def sequence(self, closing: str | None) -> _Piece:
        """Read pieces up to `|`, the closing bracket or the end, and join them."""
        pieces: list[_Piece] = []
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            if token in {"|", ")", "]"}:
                if token == "|" and closing is None:
                    raise PhraseError("`|` stands outside of brackets (write `(a|b)`)")
                break
            self.position += 1
            pieces += self.pieces_of(token)
        return _joined(pieces)

    def pieces_of(self, token: str) -> list[_Piece]:
        if token in "([":
            return [self.group(token)]
        if token.startswith("~"):
            return [_gap(token)]
        if token.startswith("{") and token.endswith("}"):
            return [self.lists.piece(token[1:-1], self.depth)]
        if token in {"{", "}"}:
            raise PhraseError("a word list is written `{name}`, in lower-case words joined by hyphens")
        return list(_words(token))

    def group(self, opening: str) -> _Piece:
        closing = {"(": ")", "[": "]"}[opening]
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise PhraseError(f"brackets are nested more than {MAX_NESTING} deep (split the phrase)")
        choices = [self.sequence(closing)]
        while self.position < len(self.tokens) and self.tokens[self.position] == "|":
            self.position += 1
            choices.append(self.sequence(closing))
        if self.position >= len(self.tokens) or self.tokens[self.position] != closing:
            raise PhraseError(f"`{opening}` is not closed (add `{closing}`)")
        self.position += 1
        self.nesting -= 1
        return _either(choices, optional=opening == "[")


def _plain(token: str) -> str:
    """Return a token's plain form, with the `*` kept that means any ending."""
    return "*".join(plain_words(part) for part in token.split("*")) if "*" in token else plain_words(token)


@lru_cache(maxsize=10_000)  # a bank repeats its words: this saves a third of the time that compiling takes
def _words(token: str) -> tuple[_Piece, ...]:
    return tuple(_word(found) for found in _LETTERS.findall(_plain(token)))


def _word(letters: str) -> _Piece:
    is_prefix = letters.endswith("*")
    stem = letters.rstrip("*")
    if is_prefix:
        return _Piece(f"{_escaped(stem)}[a-z0-9_']*", frozenset({Anchor(stem.replace("'", ""), is_prefix)}))
    same = _alike(stem)
    expression = f"(?:{'|'.join(map(_escaped, same))})" if len(same) > 1 else _escaped(stem)
    return _Piece(expression, frozenset(Anchor(word.replace("'", "")) for word in same))


def _escaped(word: str) -> str:
    return re.escape(word).replace("'", "'?")


def _alike(word: str) -> tuple[str, ...]:
    """Return the words that a phrase finds where it names one: what is said of her is found if it is said of him."""
    if word in alike():
        return alike()[word]
    stem = word.removesuffix("'s")
    return tuple(f"{other}'s" for other in alike()[stem]) if stem != word and stem in alike() else (word,)


def _gap(token: str) -> _Piece:
    most = int(token[1:] or 3)
    if not 1 <= most <= MAX_GAP:
        raise PhraseError(f"a gap spans 1 to {MAX_GAP} words, not {most}")
    return _Piece(f"(?:{_BETWEEN}{_ANY_WORD}){{0,{most}}}?", None, is_gap=True)


def _either(choices: list[_Piece], *, optional: bool = False) -> _Piece:
    if any(not choice.expression for choice in choices):
        raise PhraseError("a choice is empty (remove a `|`, or use [ ] for what may be left out)")
    anchors = [choice.anchors for choice in choices]
    joined = frozenset().union(*(a or () for a in anchors)) if all(anchors) else None
    return _Piece(f"(?:{'|'.join(choice.expression for choice in choices)})", joined, optional)


def _joined(pieces: list[_Piece]) -> _Piece:
    if not pieces:
        return _Piece("", None)
    if pieces[0].is_gap or pieces[-1].is_gap:
        raise PhraseError("a gap `~` stands at the edge (put words on both sides of it)")
    expression, has_begun = "", False
    for piece in pieces:
        if piece.is_gap:
            expression += piece.expression
        elif piece.optional:
            inner = f"{_BETWEEN}{piece.expression}" if has_begun else f"{piece.expression}{_BETWEEN}"
            expression += f"(?:{inner})?"
        else:
            expression += f"{_BETWEEN}{piece.expression}" if has_begun else piece.expression
            has_begun = True
    if not has_begun:
        raise PhraseError("everything in brackets may be left out (give at least one word that has to occur)")
    candidates = [piece.anchors for piece in pieces if piece.anchors and not piece.optional]
    return _Piece(expression, min(candidates, key=_frequency, default=None))


def _frequency(anchors: frozenset[Anchor]) -> int:
    """Guess how often an anchor occurs: common words far more often than others."""
    return sum(200 if anchor.word in _COMMON else 5 if anchor.is_prefix else 2 for anchor in anchors)
