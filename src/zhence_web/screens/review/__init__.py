"""County, city and province: verify, accept, return with reasons, decide."""
