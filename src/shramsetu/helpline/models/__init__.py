"""Calls and what belongs to them; agents; menus; campaigns."""

from shramsetu.helpline.models.agents import Agent, AgentState, Spell
from shramsetu.helpline.models.calls import Call, CallEvent, Direction, Order, Outcome, Recording, Step
from shramsetu.helpline.models.campaigns import Campaign, Target
from shramsetu.helpline.models.menus import Block, Menu, Opening, Prompt

__all__ = [
    "Agent",
    "AgentState",
    "Block",
    "Call",
    "CallEvent",
    "Campaign",
    "Direction",
    "Menu",
    "Opening",
    "Order",
    "Outcome",
    "Prompt",
    "Recording",
    "Spell",
    "Step",
    "Target",
]
