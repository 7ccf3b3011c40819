"""Processes: states and moves between them are rows of policy/national/processes; each record names the row it came by."""
