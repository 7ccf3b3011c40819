"""Moves (A2-3): asked at one end, answered at the other; the file goes whole, and its history with it."""
