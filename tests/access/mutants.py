"""Each thing that protects, loosened alone, and the question of the matrix that must then be answered wrongly."""

from __future__ import annotations

from collections.abc import Callable

from tests.access.mutant import Mutant
from tests.access.mutants_code import actions, filters, routes
from tests.access.mutants_database import checks, policies, restrictive, unsealed
from tests.access.mutants_shares import shares
from tests.access.world import World

KINDS: dict[str, Callable[[World], list[Mutant]]] = {
    "row-level security": policies,
    "what policies let in": checks,
    "conditions of sealed facts": unsealed,
    "restrictive policies": restrictive,
    "filters of models": filters,
    "permissions of routes": routes,
    "permissions of actions": actions,
    "shares and opened children": shares,
}
