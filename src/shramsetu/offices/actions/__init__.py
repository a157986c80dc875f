"""The only code that writes departments, posts, charges, leaves, routes, users and tokens; each change is an Entry."""

from shramsetu.offices.actions.charges import HandOver, appoint, cancel_leave, grant_leave, hand_over, relieve
from shramsetu.offices.actions.posts import (
    abolish_post,
    add_department,
    add_post,
    change_department,
    change_post,
    end_route,
    set_route,
)
from shramsetu.offices.actions.seed import Loaded, load
from shramsetu.offices.actions.users import (
    activate_user,
    add_user,
    change_password,
    change_user,
    deactivate_user,
    end_sessions,
    make_token,
    note_failure,
    note_sign_in,
    reset_second_factor,
    revoke_token,
)

__all__ = [
    "HandOver",
    "Loaded",
    "abolish_post",
    "activate_user",
    "add_department",
    "add_post",
    "add_user",
    "appoint",
    "cancel_leave",
    "change_department",
    "change_password",
    "change_post",
    "change_user",
    "deactivate_user",
    "end_route",
    "end_sessions",
    "grant_leave",
    "hand_over",
    "load",
    "make_token",
    "note_failure",
    "note_sign_in",
    "relieve",
    "reset_second_factor",
    "revoke_token",
    "set_route",
]
