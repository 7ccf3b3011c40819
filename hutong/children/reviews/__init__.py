"""复核 (A2-3): exits and ended categories stand at once, and the level above whoever ended them agrees or sends them back."""
