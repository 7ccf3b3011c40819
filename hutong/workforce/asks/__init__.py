"""What no one person does alone to another's post or account: asked by one, answered by a second (ADR 22)."""
