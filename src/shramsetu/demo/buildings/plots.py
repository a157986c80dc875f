"""What happens to each school of the demo: invented, and the same at every start."""

from dataclasses import dataclass

# When each part is built, of the whole building's time in hundredths: from, to.
TURNS = {
    "land": (0, 12),
    "academic": (6, 78),
    "hostel-boys": (12, 84),
    "hostel-girls": (14, 86),
    "mess": (22, 84),
    "principal": (34, 80),
    "housing": (40, 95),
    "water": (50, 94),
    "power": (55, 96),
    "roads": (70, 98),
    "sports": (80, 100),
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """A hindrance: of which kind, so many days after the beginning, standing so many days (None: still)."""

    kind: str
    after: int
    days: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A school: begun so many days ago, planned for so many, now so far (hundredths of its time)."""

    site: str
    begun: int
    planned: int
    now: int
    troubles: tuple[Trouble, ...] = ()
    opened: tuple[str, ...] = ()  # parts handed over, in their order
    longer: int = 0  # days by which a second plan ends later
    copied: bool = False  # the last photograph was handed in twice
    spends_ahead: bool = False
    defect: str = ""


_LAND = "परिसर के एक कोने पर कब्ज़ा नहीं मिला है।"
_POLES = "बिजली के खंभे और 11 केवी लाइन परिसर के बीच से जाती है।"
PLOTS = (
    Plot(
        "atal-varanasi",
        560,
        480,
        97,
        (Trouble("land", 20, 70, _LAND), Trouble("poles", 60, 45, _POLES)),
        ("academic", "hostel-boys", "mess"),
        120,
    ),
    Plot("atal-agra", 420, 560, 76),
    Plot("atal-aligarh", 440, 500, 62, (Trouble("trees", 90, 40, "पहुँच मार्ग पर सात पेड़ हैं।"),)),
    Plot("atal-ayodhya", 540, 520, 100, (), tuple(TURNS)),
    Plot("atal-azamgarh", 400, 520, 44, (Trouble("material", 200, 60, "सरिया नहीं आया।"),), spends_ahead=True),
    Plot("atal-bareilly", 380, 460, 38, (Trouble("encroachment", 300, None, "पूर्वी दीवार पर दुकानें हैं।"),)),
    Plot("atal-basti", 500, 540, 82, (), (), 0, copied=True),
    Plot("atal-banda", 470, 520, 88, (), ("academic",), defect="छात्रावास की छत में सीलन"),
    Plot("atal-gonda", 360, 540, 58),
    Plot("atal-gorakhpur", 520, 500, 96, (), ("academic", "hostel-boys", "hostel-girls", "mess", "principal")),
    Plot("atal-lalitpur", 410, 520, 66),
    Plot("atal-kanpur", 450, 480, 70, (Trouble("poles", 120, 80, _POLES),), (), 60),
    Plot(
        "atal-lucknow",
        550,
        500,
        99,
        (),
        ("academic", "hostel-boys", "hostel-girls", "mess"),
        defect="रसोई में नाली उलटी ढाल",
    ),
    Plot("atal-bulandshahr", 430, 520, 74),
    Plot("atal-sonbhadra", 340, 520, 28, (Trouble("clearance", 60, 100, "वन अनापत्ति बाकी।"),)),
    Plot("atal-moradabad", 320, 480, 30, (Trouble("land", 310, None, _LAND),)),
    Plot("atal-prayagraj", 480, 520, 86, (Trouble("rain", 250, 30, "परिसर में जलभराव।"),)),
    Plot("atal-muzaffarnagar", 390, 520, 68),
)
