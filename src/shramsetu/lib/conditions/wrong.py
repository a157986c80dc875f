"""What may be wrong with a condition, said in both languages with the place where it was seen."""


class BadCondition(ValueError):
    """This condition cannot be read. `reason` names why, `at` is the place in the text, counted from 0."""

    def __init__(self, reason: str, at: int, hi: str, en: str) -> None:
        super().__init__(f"{en} (character {at + 1})")
        self.reason, self.at, self.hi, self.en = reason, at, hi, en

    def sentence(self, language: str = "hi") -> str:
        """Say what is wrong and where, in `hi` or `en`."""
        return f"{self.en} (character {self.at + 1})" if language == "en" else f"{self.hi} (अक्षर {self.at + 1})"


def wrong(reason: str, at: int, **values: object) -> BadCondition:
    """Return the error `reason` at a place, its sentence filled in."""
    hi, en = _SENTENCES[reason]
    told = {name: _IN_HINDI.get(str(value), value) for name, value in values.items()} if reason in _OF_KINDS else values
    return BadCondition(reason, at, hi.format(**told), en.format(**values))


_OF_KINDS = ("question", "kinds", "units", "sum")
_IN_HINDI = {
    "yes-no": "हाँ-नहीं",
    "number": "संख्या",
    "date": "तारीख़",
    "word": "शब्द",
    "days": "दिन",
    "months": "माह",
    "years": "वर्ष",
    "paise": "रुपये",
    "count": "गिनती",
    "percent": "प्रतिशत",
    "grade": "कक्षा",
}
_SENTENCES = {
    "long": (
        "शर्त बहुत लंबी है। उसे दो शर्तों में बाँटिए।",
        "The condition is too long. Make two conditions of it.",
    ),
    "terms": ("एक जोड़ में अधिकतम {most} संख्याएँ।", "A sum has at most {most} terms."),
    "deep": ("कोष्ठक बहुत गहरे हैं: अधिकतम {most}।", "Brackets are nested too deep: at most {most}."),
    "character": ("{found} यहाँ नहीं चल सकता।", "{found} cannot stand here."),
    "unexpected": ("{found} यहाँ नहीं चल सकता।", "{found} cannot stand here."),
    "unfinished": ("शर्त अधूरी है।", "The condition is not finished."),
    "expected": ("यहाँ {wanted} चाहिए।", "{wanted} is wanted here."),
    "date": ("{found} कोई तारीख़ नहीं है।", "{found} is no day of the calendar."),
    "name": (
        "{found} नाम का कोई तथ्य या आँकड़ा नहीं है।",
        "There is no fact or figure called {found}.",
    ),
    "known": ("is known केवल एक तथ्य के बाद आता है।", "is known stands after the name of one fact only."),
    "question": (
        "यहाँ हाँ या नहीं का प्रश्न चाहिए, {found} नहीं।",
        "A question of yes or no is wanted here, not a {found}.",
    ),
    "yes-no": (
        "हाँ-नहीं के तथ्य की तुलना नहीं होती: केवल नाम, या not और नाम लिखिए।",
        "A yes-no fact is not compared: write its name, or not and its name.",
    ),
    "kinds": ("{left} और {right} की तुलना नहीं हो सकती।", "A {left} cannot be compared with a {right}."),
    "units": (
        "इकाइयाँ अलग हैं: {left} और {right}।",
        "The units differ: {left} and {right}.",
    ),
    "order": (
        "शब्दों में छोटा-बड़ा नहीं होता: = या <> लिखिए।",
        "Words are not greater or less: write = or <>.",
    ),
    "words": (
        "{found} इस तथ्य के शब्दों में नहीं है: {known}।",
        "{found} is none of this fact's words: {known}.",
    ),
    "sum": (
        "{left} {sign} {right} नहीं हो सकता।",
        "{left} {sign} {right} cannot be.",
    ),
    "range": (
        "यह गणना बहुत बड़ी संख्या या कैलेंडर के बाहर की तारीख़ दे सकती है।",
        "This could give too large a number or a day outside the calendar.",
    ),
}
