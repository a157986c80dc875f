"""How sure one may be that two written names are one person's, and why, in Hindi and English."""

from collections.abc import Iterable
from dataclasses import dataclass

from shramsetu.lib import lexicon
from shramsetu.lib.matching import JOINED, Matching, Pair, match
from shramsetu.lib.naming import Name, Word, alias, parse, sounds
from shramsetu.lib.wordpairs import AKIN, INITIAL, SAME, TWIN, is_family, is_given

_COMMON = frozenset(alias(word) for word in sounds(lexicon.COMMON))
_FILLERS = frozenset(alias(word) for word in sounds(lexicon.FILLERS))
_BEFORE = frozenset(alias(word) for word in sounds(lexicon.BEFORE))
_GODS, _MAKING = sounds(lexicon.GODS), sounds(lexicon.MAKING)
_WEAK, _MISSING, _CLASH, _HALF = 0.5, 0.2, 0.35, 0.5
_NOT_SURE, _APART, _ANOTHER, _COMMON_ONLY = 0.78, 0.7, 0.6, 0.5
_EXACT = 0.995
_UNSURE = {"longer", "common", "initials"}  # a father written in part does not contradict

_SENTENCES = {
    "empty": ("नाम लिखा ही नहीं है", "no name is written"),
    "identical": ("एक ही नाम लिखा है", "the same name is written"),
    "sound": ("बोलने में एक ही नाम", "the same name by its sound"),
    "spelt": ("«{0}» और «{1}» एक ही शब्द", "‘{0}’ and ‘{1}’ are one word"),
    "joined": ("«{0}» और «{1}» जोड़कर और अलग लिखा एक नाम", "‘{0}’ and ‘{1}’ are one name, written joined and apart"),
    "initial": ("«{0}» को «{1}» का पहला अक्षर माना", "‘{0}’ is taken for the initial of ‘{1}’"),
    "akin": ("«{0}» और «{1}» एक-दूसरे की जगह लिखे जाते हैं", "‘{0}’ and ‘{1}’ are written for one another"),
    "missing": ("«{0}» एक ही में लिखा है", "‘{0}’ stands in one of them only"),
    "order": ("शब्दों का क्रम अलग", "the words stand in another order"),
    "kin": ("पिता, माता या पति/पत्नी का नाम भी मिलता है", "the father’s, mother’s or spouse’s name agrees too"),
    "twin": ("«{0}» और «{1}» पुरुष और स्त्री के अलग नाम", "‘{0}’ and ‘{1}’ are a man’s and a woman’s names"),
    "other": ("«{0}» और «{1}» अलग नाम", "‘{0}’ and ‘{1}’ are different names"),
    "initials": ("सिर्फ़ पहले अक्षर मिलते हैं: पक्का नहीं", "only initials agree: not sure"),
    "crossed": ("आद्याक्षरों का क्रम अलग", "the initials stand in another order"),
    "gender": ("एक नाम पुरुष का है, दूसरा स्त्री का", "one is a man, the other a woman"),
    "kin_other": ("पिता, माता या पति/पत्नी अलग: «{0}» और «{1}»", "father, mother or spouse differ: ‘{0}’ and ‘{1}’"),
    "common": ("सिर्फ़ «{0}» मिलता है, जो बहुतों का नाम है", "only ‘{0}’ agrees, which many are called"),
    "longer": ("«{0}» जुड़ने से दूसरा नाम बनता है", "‘{0}’ makes it another name"),
    "filler": ("एक में «{0}», दूसरे में «{1}»: पक्का नहीं", "‘{0}’ in one, ‘{1}’ in the other: not sure"),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason: its key and the words it speaks of, as they were written."""

    key: str
    words: tuple[str, ...] = ()

    def say(self, language: str = "hi") -> str:
        """Say it in `hi` or `en`."""
        return _SENTENCES[self.key][language != "hi"].format(*self.words)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How sure one may be that two names are one person's, 0 to 1; from 0.8 on they are taken for the same."""

    score: float
    grounds: tuple[Ground, ...]

    @property
    def same(self) -> bool:
        """Whether they are taken for one name."""
        return self.score >= SAME

    def reason(self, language: str = "hi") -> str:
        """Say why, in `hi` or `en`: the ground that decided first."""
        return "; ".join(ground.say(language) for ground in self.grounds)


def compare(a: str, b: str) -> Likeness:
    """Weigh two written names: words in any order, kin, titles and initials as far as they are written.

    A missing second name costs little, another one decides; a common name (Kumar, Singh, Yadav) says half of what a
    rare one says and proves nothing alone. Names of one stem with and without a last ā or ī are a man's and a woman's.
    Fathers, or husbands, that differ are two persons. The same both ways.
    """
    one, two = parse(a), parse(b)
    if not one.words or not two.words:
        return Likeness(0.0, (Ground("empty"),))
    if a == b:
        return Likeness(1.0, (Ground("identical"),))
    if one.words > two.words:
        one, two = two, one
    sides = [(mine, other) for mine in (one.words, *one.others) for other in (two.words, *two.others)]
    best = max((_weighed(mine, other) for mine, other in sides), key=lambda likely: likely.score)
    return _with_evidence(best, one, two)


def _with_evidence(own: Likeness, one: Name, two: Name) -> Likeness:
    """Bring in man or woman, and the kin where both tell of the same one."""
    if not own.same:
        return own
    if one.gender and two.gender and one.gender != two.gender:
        return Likeness(_ANOTHER, (Ground("gender"),))
    if not one.kin_words or not two.kin_words or one.relation != two.relation or one.relation == lexicon.SOMEBODY:
        return own
    kin = _weighed(*sorted((one.kin_words, two.kin_words)))
    if kin.same:
        return Likeness(own.score, (*own.grounds, Ground("kin")))
    if kin.grounds[0].key in _UNSURE:
        return own
    return Likeness(_ANOTHER, (Ground("kin_other", (_written(one.kin_words), _written(two.kin_words))),))


def _weighed(one: tuple[Word, ...], two: tuple[Word, ...]) -> Likeness:
    found = match(one, two)
    _forget_prefixes(found)
    clash = found.clash()
    score = _score(found, clash)
    if refusal := _clash(found, clash) if clash else _doubt(found, min(len(one), len(two))):
        limit, ground = refusal
        return Likeness(round(min(score, limit), 4), (ground,))
    return Likeness(round(max(score, SAME), 4), _agreements(found))


def _score(found: Matching, clash: Pair | None) -> float:
    gained = weight = 0.0
    for pair in found.pairs:
        heavy = max(_weight(word) for word in (*pair.one, *pair.two))
        gained, weight = gained + heavy * pair.likely.score, weight + heavy
    if clash:
        heavy = max(_weight(clash.one[0]), _weight(clash.two[0]))
        gained, weight = gained + _HALF * heavy * clash.likely.score, weight + _HALF * heavy
    cost = _CLASH if clash else _MISSING
    weight += cost * sum(_weight(word) for word in (*found.left.values(), *found.right.values()))
    return gained / weight if weight else 0.0


def _weight(word: Word) -> float:
    return _WEAK if word.folded in _COMMON or word.is_initial else 1.0


def _doubt(found: Matching, shorter: int) -> tuple[float, Ground] | None:
    """Give what speaks against one name where no words clash, and how likely it may be in spite of it."""
    if found.initials_are_crossed():
        return _APART, Ground("crossed")
    if all(pair.likely.way == INITIAL for pair in found.pairs):
        return _NOT_SURE, Ground("initials")
    rest = found.left or found.right
    if not rest or (len(found.pairs) > 1 and all(word.folded in _BEFORE for word in rest.values())):
        return None
    begins = len(found.pairs) > 1 and any(pair.places == (0, 0) for pair in found.pairs)  # देवी प्रसाद (यादव)
    if not begins and not any(_tells(pair) for pair in found.pairs):
        return _COMMON_ONLY, Ground("common", (_written(word for pair in found.pairs for word in pair.one),))
    if _makes_another(found, rest, shorter):
        return _NOT_SURE, Ground("longer", (_written(rest.values()),))
    return None


def _forget_prefixes(found: Matching) -> None:
    """Take no notice of a Mohammad or Shaikh before a name that is on one side only."""
    if not found.pairs:
        return
    for rest in (found.left, found.right):
        if 0 in rest and rest[0].folded in _BEFORE and found.left and found.right:
            rest.pop(0)


def _clash(found: Matching, pair: Pair) -> tuple[float, Ground]:
    """Give what words that do not agree say: of a man and a woman, of two families, or nothing sure."""
    words = (pair.one[0].written, pair.two[0].written)
    if pair.likely.way == TWIN:
        return _APART, Ground("twin", words)
    lefts, rights = ([word.folded in _FILLERS for word in rest.values()] for rest in (found.left, found.right))
    if found.pairs and all(lefts) != all(rights) and any(_tells(pair) for pair in found.pairs):
        return _NOT_SURE, Ground("filler", words)
    return _APART, Ground("other", words)


def _tells(pair: Pair) -> bool:
    """Whether a pair says more than a name that many bear: a given name, or an unknown one."""
    if pair.likely.way == JOINED:
        return True
    folded = pair.one[0].folded
    if folded in _BEFORE or (folded in _FILLERS and not is_given(folded)):
        return False
    return not is_family(folded) or (is_given(folded) and pair.places == (0, 0))


def _makes_another(found: Matching, rest: dict[int, Word], shorter: int) -> bool:
    """Whether what one has more makes another given name of a single word: राम, राम नरेश."""
    if shorter > 1 or len(found.pairs) > 1 or 0 in rest:
        return False
    known, beside = found.pairs[0], rest.get(1)
    if beside is None or beside.is_initial or known.likely.way == JOINED:
        return False
    if known.one[0].folded in _GODS and beside.folded in _MAKING:
        return True
    return is_given(beside.folded) and not is_family(beside.folded) and beside.folded not in _FILLERS


def _agreements(found: Matching) -> tuple[Ground, ...]:
    grounds = []
    for pair in found.pairs:
        words = (_written(pair.one), _written(pair.two))
        if pair.likely.way == INITIAL:
            grounds.append(Ground("initial", tuple(sorted(words, key=len))))
        elif pair.likely.way in (JOINED, AKIN) or pair.likely.score < _EXACT:
            grounds.append(Ground(pair.likely.way, words))
    if not grounds:
        grounds.append(Ground("sound"))
    if rest := (*found.left.values(), *found.right.values()):
        grounds.append(Ground("missing", (_written(rest),)))
    places = [pair.places for pair in found.pairs]
    if sorted(places) != sorted(places, key=lambda place: place[1]):
        grounds.append(Ground("order"))
    return tuple(grounds)


def _written(words: Iterable[Word]) -> str:
    return " ".join(word.written for word in words)
