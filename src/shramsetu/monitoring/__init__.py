"""What the office watches: targets and what was reached, buildings under way, the reviews that follow."""
