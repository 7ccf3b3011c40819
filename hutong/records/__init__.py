"""A record is said once: what it asks, how it reads, where it goes (docs/adr/0032-records.md)."""
