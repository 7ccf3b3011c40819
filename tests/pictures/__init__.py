"""The pictures of README and handbook, taken anew from the running program: `python -m tests.pictures`."""
