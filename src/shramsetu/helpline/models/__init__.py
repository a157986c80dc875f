"""Calls and what belongs to them; agents; menus; campaigns."""

from shramsetu.helpline.models.agents import Agent, AgentState, Spell
from shramsetu.helpline.models.calls import Call, CallEvent, Direction, Order, Outcome, Recording, Step
from shramsetu.helpline.models.campaigns import Campaign, NotToCall, Target
from shramsetu.helpline.models.counts import AgentDay, HalfHour, Occasion, Recount
from shramsetu.helpline.models.menus import Block, Menu, Opening, Prompt
from shramsetu.helpline.models.staffing import Absence, Duty, RosterWeek, Swap, Terms
from shramsetu.helpline.models.voicemails import Voicemail

__all__ = [
    "Absence",
    "Agent",
    "AgentDay",
    "AgentState",
    "Block",
    "Call",
    "CallEvent",
    "Campaign",
    "Direction",
    "Duty",
    "HalfHour",
    "Menu",
    "NotToCall",
    "Occasion",
    "Opening",
    "Order",
    "Outcome",
    "Prompt",
    "Recording",
    "Recount",
    "RosterWeek",
    "Spell",
    "Step",
    "Swap",
    "Target",
    "Terms",
    "Voicemail",
]
