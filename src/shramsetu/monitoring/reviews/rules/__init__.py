"""Pure rules of reviews: who is reviewed when, what comes first, what is due when."""
