"""Children shared with a post from elsewhere, and glasses broken for children of its own."""
