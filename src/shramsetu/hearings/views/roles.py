"""Who opens which page of hearings."""

from shramsetu.offices.models import Role

# Whose part of the state, or whose forum, holds matters.
READERS = (
    Role.OFFICER,
    Role.JUDGE,
    Role.HEAD,
    Role.DM,
    Role.MANDAL,
    Role.PRINCIPAL_SECRETARY,
    Role.STATE_DESK,
    Role.CHIEF_SECRETARY,
    Role.CM,
)
FILERS = (Role.OPERATOR, Role.SERVICE_CENTRE, Role.CSC, Role.EDISTRICT, Role.OFFICER)
# Who works on matters: the registry and the presiding officer.
WORKERS = (Role.OFFICER, Role.JUDGE)
FORUM_READERS = (*READERS, Role.ADMINISTRATOR, Role.OPERATOR, Role.SUPERVISOR)
