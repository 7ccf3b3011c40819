"""复核 (A2-3): exits and ended categories of a director stand at once, and the township agrees or sends them back."""
