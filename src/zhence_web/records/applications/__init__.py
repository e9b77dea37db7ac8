"""Applications for a list: sent, verified, taken on, looked at by a life cycle."""
