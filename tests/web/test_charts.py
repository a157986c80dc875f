import pytest

from shramsetu.web import charts, figures


@pytest.mark.parametrize(("highest", "top"), [(0, 4), (3, 4), (5, 5), (83, 100), (101, 200), (399, 400), (401, 500)])
def test_scale_ends_at_a_round_number(highest, top):
    assert charts.nice_top(highest) == top


def test_highest_column_is_the_tallest_and_none_leaves_the_frame():
    _, boxes = charts.columns(["क", "ख", "ग"], [1, 9, 4], ["", "", ""])
    assert max(boxes, key=lambda box: box.height) is boxes[1]
    assert all(box.y >= charts.TOP and box.x + box.width <= charts.WIDTH for box in boxes)


def test_unknown_value_leaves_a_gap_in_the_line():
    _, (path,) = charts.lines(["क", "ख", "ग", "घ"], [[1, None, 2, 3]])
    assert path.count("M") == 2


def test_many_labels_are_thinned_with_first_and_last_kept():
    frame = charts.frame([str(at) for at in range(31)], 10, centred=True)
    assert (frame.marks[0].text, frame.marks[-1].text, len(frame.marks)) == ("0", "30", 4)


def test_bars_share_one_scale():
    drawn = figures.bars_context(
        [{"label": "क", "value": 50}, {"label": "ख", "value": 200}], title="", sentence="", parts=(), head=""
    )
    assert [row["parts"][0]["width"] for row in drawn["rows"]] == ["25.00", "100.00"]


def test_parts_of_a_bar_follow_one_another_in_their_colours():
    drawn = figures.bars_context(
        [{"label": "क", "values": [30, 70]}], title="", sentence="", parts=[("पुराने", 3), ("नए", 2)], head=""
    )
    assert [(part["x"], part["width"], part["series"]) for part in drawn["rows"][0]["parts"]] == [
        ("0.00", "30.00", 3),
        ("30.00", "70.00", 2),
    ]


@pytest.mark.parametrize(("value", "said"), [(1234567, "12,34,567"), (3.0, "3"), (71.44, "71.4"), (None, "–")])
def test_figure_is_grouped_and_unknown_is_a_dash(value, said):
    assert figures.figure(value) == said


def test_sentence_names_the_highest():
    drawn = figures.columns_context([("सोम", 3), ("मंगल", 8)], title="", sentence="", head="")
    assert drawn["sentence"] == "सबसे ज़्यादा: मंगल, 8।"
