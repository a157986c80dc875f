"""Every component in both rooms, for looking at and for checks in a browser. Demo and debug only."""

import csv
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

PAGES = {"": "portal", "desk": "desk", "page": "page", "print": "print", "auth": "auth"}
ERRORS = ("400", "403", "403_csrf", "404", "429", "500", "503")
DISTRICTS = "rulebook/places/districts.csv"


class Example(forms.Form):
    name = forms.CharField(label="आपका नाम", help_text="जैसा आप बोलते हैं, वैसा लिखिए।")
    phone = forms.CharField(
        label="मोबाइल नंबर", widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
    )
    kind = forms.ChoiceField(
        label="क्या बात है?",
        widget=forms.RadioSelect,
        choices=[("wages", "मज़दूरी नहीं मिली"), ("injury", "काम पर चोट लगी"), ("card", "श्रमिक कार्ड की दिक़्क़त")],
    )
    words = forms.CharField(
        label="अपनी बात लिखिए", required=False, widget=forms.Textarea(attrs={"maxlength": 2000, "rows": 4})
    )
    district = forms.ChoiceField(label="ज़िला", choices=[("157", "कानपुर नगर"), ("162", "लखनऊ")])
    photo = forms.FileField(label="फ़ोटो या काग़ज़", required=False)
    safe = forms.BooleanField(
        label="इस नंबर पर फ़ोन करना ठीक है", required=False, help_text="हम 9 से 7 के बीच ही फ़ोन करते हैं।"
    )


def style(request: HttpRequest, page: str = "") -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    if page in ERRORS:
        return render(request, f"{page}.html", status=int(page[:3]))
    if page not in PAGES:
        raise Http404
    messages.success(request, "शिकायत दर्ज हो गई।")
    return render(request, f"style/{PAGES[page]}.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    wrong = Example({"name": "", "phone": "941512345", "kind": "", "district": "157"})
    wrong.add_error("phone", "मोबाइल नंबर में 10 अंक होते हैं; आपने 9 लिखे।")
    return {
        "form": Example(),
        "wrong": wrong,
        "now": now,
        "began": now - timedelta(days=10),
        "later": now + timedelta(days=5),
        "soon": now + timedelta(hours=5),
        "late": now - timedelta(days=2, hours=3),
        "cases": _cases(),
        "queues": _queues(),
        "desk_nav": [
            {"label": "काम", "url": "#", "icon": "inbox", "current": True, "count": 42},
            {"label": "आँकड़े", "url": "#", "icon": "chart-column"},
            {"label": "पद और प्रभार", "url": "#", "icon": "users"},
        ],
        "page": Paginator(range(4321), 20).get_page(request.GET.get("page", 3)),
        "districts": _districts(),
        "bars": [
            {"label": "मज़दूरी", "value": 4812, "url": "#"},
            {"label": "श्रमिक पंजीयन", "value": 3120},
            {"label": "दुर्घटना", "value": 911},
            {"label": "बाल श्रम", "value": 77},
        ],
        "ages": [
            {"label": "कानपुर नगर", "values": [120, 40, 12]},
            {"label": "लखनऊ", "values": [80, 61, 33]},
            {"label": "आगरा", "values": [55, 20, 4]},
        ],
        "age_names": [("7 दिन तक", 2), ("8–15 दिन", 1), ("15 दिन से ज़्यादा", 3)],
        "days": [(f"{at + 1} नवं", 40 + (at * 37) % 55) for at in range(20)],
        "trend": [(f"{at + 1} नवं", 40 + (at * 37) % 55, 30 + (at * 23) % 40) for at in range(20)],
        "trend_names": ["आईं", "निस्तारित"],
    }


def _queues() -> list[dict[str, Any]]:
    def item(label: str, count: int, state: str = "", *, current: bool = False) -> dict[str, Any]:
        return {"label": label, "url": "#", "count": count, "state": state, "current": current}

    return [
        {"title": "", "items": [item("आज डिफॉल्टर होंगे", 7, "now", current=True), item("डिफॉल्टर", 3, "overdue")]},
        {"title": "मेरा काम", "items": [item("अनमार्क", 12), item("मार्क", 20), item("आख्या लंबित", 31)]},
        {"title": "वापस आए", "items": [item("गुणवत्ता से वापस", 2, "soon"), item("असंतुष्ट", 1)]},
    ]


def _cases() -> list[dict[str, Any]]:
    now = timezone.now()
    rows = [
        ("104729638150", "तीन माह की मज़दूरी नहीं दी", "शकुंतला देवी", "घाटमपुर, कानपुर नगर", timedelta(hours=3)),
        ("183920475611", "भवन निर्माण में गिरकर चोट, इलाज का ख़र्च नहीं", "रामसनेही", "बिल्हौर, कानपुर नगर", timedelta(days=-1)),
        ("192837465018", "श्रमिक पंजीयन का नवीनीकरण अटका", "मो. इरफ़ान", "कल्याणपुर, कानपुर नगर", timedelta(days=6)),
    ]
    return [
        {"number": number, "title": title, "who": who, "place": place, "due": now + left}
        for number, title, who, place, left in rows
    ]


def _districts() -> list[dict[str, Any]]:
    path = Path(settings.ROOT, DISTRICTS)
    if not path.is_file():
        return []
    chance = random.Random(5)  # noqa: S311 - example figures
    with path.open(encoding="utf-8", newline="") as rows:
        return [
            {
                "col": row["hex_col"],
                "row": row["hex_row"],
                "name": row["district_hi"],
                "group": row["mandal_no"],
                "value": int(chance.lognormvariate(3.4, 1)),
                "url": f"#{row['lgd_code']}",
            }
            for row in csv.DictReader(rows)
        ]
