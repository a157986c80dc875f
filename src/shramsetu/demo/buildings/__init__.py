"""The buildings of the demo: the 18 schools at different stages, each played through the office's own verbs."""
