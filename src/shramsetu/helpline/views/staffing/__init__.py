"""Pages of forecast, roster and leave."""
