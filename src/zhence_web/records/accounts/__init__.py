"""People, organisations in time, roles, deputies, and what each may do."""
