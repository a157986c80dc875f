"""Draws the flows from their tables, as Markdown with Mermaid, for docs/reference/flows.md."""

from collections.abc import Iterable, Iterator

from django.utils import translation

from shramsetu.casework.flow import Flow, Need, Phase, State, Step

HEAD = """# Flows

Every kind of case is a table of states and steps. The tables draw the buttons, guard the desk and the API, and drew
this page: `shramsetu flows > docs/reference/flows.md`; a test holds it against them.

Who: `holder` is who holds the case, `marked` who was asked to enquire, `lapsed` who let it lapse and may still report,
`chair` who takes the chair of the review that decided it, or its deputy, `role:…` any member of that desk, `system` the
clock. Needs in brackets may be left out. ⏱ marks what the system does
when the time of a state is over, ✎ what waits in the officer's tray when an assistant drafts it. Steps that leave a
case where it is are not drawn.
"""
PHASES = {
    Phase.OPEN: "open: somebody acts",
    Phase.PAUSED: "paused: an answer is awaited",
    Phase.CLOSED: "closed: at rest, with ways out",
    Phase.FINAL: "final",
}


def page(flows: Iterable[Flow]) -> str:
    """Return the whole page; the flows in the order of their kinds."""
    parts = [HEAD]
    for flow in sorted(flows, key=lambda flow: flow.kind):
        parts += ["\n".join(_chapter(flow))]
    return "\n".join(parts) + "\n"


def _chapter(flow: Flow) -> Iterator[str]:
    yield f"## {_both(flow.label)} · `{flow.kind}`\n"
    yield from _diagram(flow)
    yield "\n| state | phase | desk | portal |\n|---|---|---|---|"
    yield from (_state(state) for state in flow.states)
    yield "\n| step | | from | to | who | needs |\n|---|---|---|---|---|---|"
    yield from (_step(step) for step in flow.steps)
    yield ""


def _diagram(flow: Flow) -> Iterator[str]:
    yield "```mermaid\nstateDiagram-v2"
    yield from (f"  [*] --> {start}" for start in flow.starts)
    for step in flow.steps:
        away = [end for end in step.ends if end not in step.starts]
        moves = [(start, end) for start in step.starts for end in away if start != end]
        yield from (f"  {start} --> {end}: {step.verb}" for start, end in moves)
    yield from (f"  {state.name} --> [*]" for state in flow.states if state.phase is Phase.FINAL)
    yield "```"


def _state(state: State) -> str:
    return f"| `{state.name}` | {PHASES[state.phase]} | {_both(state.label)} | {_both(state.portal)} |"


def _step(step: Step) -> str:
    signs = ("⏱ " if step.clock else "") + ("✎ " if step.tray else "")
    cells = [
        f"{signs}`{step.verb}`",
        _both(step.label),
        _names(step.starts),
        _names(step.ends),
        _names(sorted(step.who)),
    ]
    return "| " + " | ".join([*cells, ", ".join(map(_need, step.needs))]) + " |"


def _need(need: Need) -> str:
    kind = f"{need.name}: {need.kind}" + (f" of {need.choices}" if need.choices else "")
    return kind if need.required else f"[{kind}]"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _both(label: object) -> str:
    with translation.override("hi"):
        hindi = str(label)
    with translation.override("en"):
        english = str(label)
    return english if hindi == english else f"{hindi} · {english}"
