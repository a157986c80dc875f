"""What the rulebook says of buildings, against golden rows an official can read; and what it refuses."""

import shutil
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shramsetu import rulebook
from shramsetu.rulebook.load import read
from shramsetu.rulebook.read import folder

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden/works.toml").read_text(encoding="utf-8"))["case"]


def cases(shelf: str) -> list[Any]:
    return [pytest.param(case, id=case["key"]) for case in GOLDEN if case["key"].startswith(f"{shelf}:")]


def slug(case: dict[str, Any]) -> str:
    return str(case["key"]).partition(":")[2]


@pytest.mark.parametrize("case", cases("site"))
def test_site(case: dict[str, Any]) -> None:
    found = rulebook.book().works.sites[slug(case)]
    rupees = found.sanctioned_paise // 100 if found.sanctioned_paise else None
    assert (found.district, rupees, found.acres, found.seats) == (
        case["district"],
        case.get("rupees"),
        case.get("acres"),
        case["seats"],
    )


@pytest.mark.parametrize("case", cases("component"))
def test_component(case: dict[str, Any]) -> None:
    found = rulebook.book().works.components[slug(case)]
    assert (found.weight, found.is_block) == (case["weight"], case["is_block"])


@pytest.mark.parametrize("case", cases("hindrance"))
def test_hindrance(case: dict[str, Any]) -> None:
    works = rulebook.book().works
    found = works.hindrance(slug(case))
    assert (found.owner, works.clear_days(slug(case), case["on"]).value) == (case["owner"], case["days"])


@pytest.mark.parametrize("case", cases("visitor"))
def test_visitor(case: dict[str, Any]) -> None:
    works = rulebook.book().works
    found = (works.visit_days(slug(case), case["on"]), works.visitors[slug(case)].side)
    assert found == (case["days"], case["side"])


@pytest.mark.parametrize("case", cases("readiness"))
def test_readiness(case: dict[str, Any]) -> None:
    found = rulebook.book().works.readiness[slug(case)]
    assert (found.is_required, list(found.blocks)) == (case["is_required"], case["blocks"])


def test_everything_is_pinned() -> None:
    works = rulebook.book().works
    shelves = ("site", "component", "hindrance", "visitor", "readiness")
    keys = {f"{shelf}:{key}" for shelf in shelves for key in works.shelves[shelf]}
    assert keys == {case["key"] for case in GOLDEN}


def test_each_mandal_has_one_school() -> None:
    rows = (folder() / "places/districts.csv").read_text(encoding="utf-8").splitlines()
    head = rows[0].split(",")
    mandal = {
        int(row[head.index("lgd_code")]): row[head.index("mandal_en")] for row in (line.split(",") for line in rows[1:])
    }
    found = [mandal[site.district] for site in rulebook.book().works.sites.values() if site.series == "atal"]
    assert (len(found), len(set(found))) == (18, 18)


def test_before_the_first_row_nothing_is_in_force() -> None:
    with pytest.raises(rulebook.NoRule):
        rulebook.book().works.clear_days("land", date(2019, 1, 1))


@pytest.mark.parametrize(
    ("name", "was", "is_now", "said"),
    [
        ("components", "weight = 28", "weight = 27", "the weights add up to 99, not 100"),
        ("lists", 'owner = "forest"', 'owner = "woods"', "woods is no owner"),
        ("lists", 'post = "works-forest"', 'post = "works-woods"', "works-woods is no post"),
        ("lists", 'blocks = ["mess"]', 'blocks = ["water"]', "water is no block"),
        ("lists", "calendar_days = 21", "hours = 21", "the time is a number of calendar_days"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, name: str, was: str, is_now: str, said: str) -> None:
    copy = tmp_path / "rulebook"
    shutil.copytree(folder(), copy)
    file = copy / f"works/{name}.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(was, is_now, 1), encoding="utf-8")
    with pytest.raises(rulebook.BadRule, match=said):
        read(copy)
