"""One-time links and the answer box, for whoever has no account and is asked one thing."""
