"""送达: who had to be told, how it was done, when, with what proof."""
