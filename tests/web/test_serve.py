"""What `shramsetu serve` starts beside the site."""

from shramsetu.web.management.commands import serve


def test_the_calls_of_this_node_are_served_with_the_site(settings: object) -> None:
    settings.SERVE_TELEPHONY, settings.TELEPHONY_NODE = True, "node-a"  # type: ignore[attr-defined]
    (child,) = serve.telephony()
    assert (child.name, child.command[-3:], child.later) == ("telephony", ["telephony", "--node", "node-a"], True)


def test_a_unit_of_its_own_may_run_them_instead(settings: object) -> None:
    settings.SERVE_TELEPHONY = False  # type: ignore[attr-defined]
    assert serve.telephony() == []
