"""Reviews: the daily round, its agenda of red items, decisions with owner and due date, minutes."""
