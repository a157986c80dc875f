"""Workers and claims in the demo: invented families of every district, entered and helped through the real actions."""
