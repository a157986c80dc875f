"""Bonded labour in the demo: invented rescues, played through the real actions from the first word to today."""
