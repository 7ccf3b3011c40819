"""Background jobs that were not done, for the administrator: what, whose, since when, why; again, or given up."""
