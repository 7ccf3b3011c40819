"""The access matrix: role × account state × place relation × route × object.

What is expected stands in tables that a person can read and that the code under test never sees: `roles.py`,
`routes.txt`, `actions.txt`. A new route needs one line in routes.txt; a new `{name}` in an address one factory in
objects/<app>.py; a new action one line in actions.txt; a body that the OpenAPI description does not tell, one in bodies.py.
tests/test_access.py asks a part that covers every route with every relation, tests/long the whole product.
"""
