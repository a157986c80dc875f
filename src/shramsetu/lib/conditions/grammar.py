"""Reading a condition: the only parser.

    condition   alternative { "or" alternative }
    alternative question { "and" question }
    question    "not" question | comparison
    comparison  sum [ sign sum | "is" ["not"] "known"
                    | ["not"] "in" "(" sum { "," sum } ")" | ["not"] "between" sum "and" sum ]
    sum         term { ("+" | "-") term }
    term        whole number | YYYY-MM-DD | 'word' | name | "(" condition ")"

There is no division, no floating point, no function of texts. Types are checked while reading, so that what has been
read can be asked of every engine without an error.
"""

from collections.abc import Callable, Mapping
from datetime import date

from shramsetu.lib.conditions import fit
from shramsetu.lib.conditions.tokens import NAME, Token, tokens
from shramsetu.lib.conditions.tree import And, Between, Compare, In, Known, Literal, Name, Not, Or, Tree
from shramsetu.lib.conditions.types import Type, of
from shramsetu.lib.conditions.wrong import BadCondition, wrong

LONGEST, DEEPEST, MOST_TOKENS, MOST_TERMS = 2_000, 20, 300, 10
SIGNS = ("=", "<>", "<", "<=", ">", ">=")
__all__ = ["NAME", "BadCondition", "parse"]


def parse(text: str, scope: Mapping[str, Type]) -> Tree:
    """Return the typed tree of the condition `text` over the facts and figures of `scope`; raises BadCondition."""
    if len(text) > LONGEST:
        raise wrong("long", 0, most=LONGEST)
    found = tokens(text)
    if len(found) > MOST_TOKENS:
        raise wrong("long", 0, most=LONGEST)
    reader = _Reader(found, scope)
    tree = reader.condition()
    reader.end()
    return fit.question(tree, 0)


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[Token], scope: Mapping[str, Type]) -> None:
        self.tokens, self.scope, self.place, self.depth = tokens, scope, 0, 0

    def condition(self) -> Tree:
        return self._joined("or", self._alternative, Or)

    def end(self) -> None:
        if self._now.kind != "end":
            raise wrong("unexpected", self._now.at, found=self._now.text)

    def _alternative(self) -> Tree:
        return self._joined("and", self._question, And)

    def _joined(self, keyword: str, part: Callable[[], Tree], joiner: type[And | Or]) -> Tree:
        at = self._now.at
        parts: list[Tree] = [part()]
        while self._takes(keyword):
            place = self._now.at
            parts.append(fit.question(part(), place))
        return joiner((fit.question(parts[0], at), *parts[1:])) if parts[1:] else parts[0]

    def _question(self) -> Tree:
        if not self._takes("not"):
            return self._comparison()
        self._deeper()
        at = self._now.at
        item = fit.question(self._question(), at)
        self.depth -= 1
        return Not(item)

    def _comparison(self) -> Tree:
        left, sign = self._sum(), self._now
        if sign.text in SIGNS:
            self.place += 1
            return Compare(sign.text, left, fit.comparable(sign.text, left, self._sum(), sign.at))
        if self._takes("is"):
            return self._known(left, sign.at)
        negated = self._now.text == "not" and self.tokens[self.place + 1].text in ("in", "between")
        self.place += negated
        at = self._now.at
        if self._takes("in"):
            found: Tree = self._in(left, at)
        elif self._takes("between"):
            found = self._between(left, at)
        else:
            return left
        return Not(found) if negated else found

    def _known(self, item: Tree, at: int) -> Tree:
        negated = self._takes("not")
        self._expect("known")
        if not isinstance(item, Name):
            raise wrong("known", at)
        return Not(Known(item)) if negated else Known(item)

    def _in(self, item: Tree, at: int) -> Tree:
        self._expect("(")
        options = [fit.comparable("=", item, self._sum(), at)]
        while self._takes(","):
            options.append(fit.comparable("=", item, self._sum(), at))
        self._expect(")")
        return In(item, tuple(options))

    def _between(self, item: Tree, at: int) -> Tree:
        low = fit.comparable(">=", item, self._sum(), at)
        self._expect("and")
        return Between(item, low, fit.comparable("<=", item, self._sum(), at))

    def _sum(self) -> Tree:
        left, terms = self._term(), 1
        while self._now.text in ("+", "-"):
            sign, terms = self._next(), terms + 1
            if terms > MOST_TERMS:
                raise wrong("terms", sign.at, most=MOST_TERMS)
            left = fit.added(sign.text, left, self._term(), sign.at)
        return left

    def _term(self) -> Tree:
        token = self._next()
        match token.kind:
            case "number":
                return fit.bounded(Literal(value := int(token.text), of(value)), token.at)
            case "date":
                return fit.bounded(Literal(day := _day(token), of(day)), token.at)
            case "word":
                return Literal(token.text[1:-1], of(token.text[1:-1]))
            case "name":
                return self._name(token)
        if token.text != "(":
            raise wrong("unexpected" if token.text else "unfinished", token.at, found=token.text)
        self._deeper()
        inside = self.condition()
        self.depth -= 1
        self._expect(")")
        return inside

    def _name(self, token: Token) -> Name:
        if token.text not in self.scope:
            raise wrong("name", token.at, found=token.text)
        return Name(token.text, self.scope[token.text])

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise wrong("deep", self._now.at, most=DEEPEST)

    @property
    def _now(self) -> Token:
        return self.tokens[self.place]

    def _next(self) -> Token:
        token = self._now
        self.place += token.kind != "end"
        return token

    def _takes(self, text: str) -> bool:
        found = self._now.kind != "word" and self._now.text == text
        self.place += found
        return found

    def _expect(self, text: str) -> None:
        if not self._takes(text):
            raise wrong("expected", self._now.at, wanted=text)


def _day(token: Token) -> date:
    try:
        return date.fromisoformat(token.text)
    except ValueError:
        raise wrong("date", token.at, found=token.text) from None
