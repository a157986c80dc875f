"""What a member of a family is to the worker, where the family tells it towards the head."""

PARENTS = {"man": "father", "woman": "mother"}
CHILDREN = frozenset({"son", "daughter"})


def towards(worker_kin: str, other_kin: str, other_sex: str) -> str:
    """Return what the other member is to the worker: spouse, son, daughter, father, mother; else `other`.

    Both are told towards the head. Whose spouse and whose children those of a son are, the family does not say.
    """
    if worker_kin == "head":
        return other_kin
    if worker_kin == "spouse":
        return {"head": "spouse", "son": "son", "daughter": "daughter"}.get(other_kin, "other")
    if worker_kin in CHILDREN and other_kin in {"head", "spouse"}:
        return PARENTS.get(other_sex, "other")
    return "other"
