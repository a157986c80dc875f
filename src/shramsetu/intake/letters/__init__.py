"""Reading printed letters by machine into a draft, which counts for nothing until a clerk has compared it."""
