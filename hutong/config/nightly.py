"""What the system does every night on its own, in one order."""

from hutong.accounts import scope
from hutong.children.doubles.find import find
from hutong.documents import store
from hutong.duties import engine


def run() -> dict[str, int]:
    """Bring every duty up to date and remove expired files; gives how many rows each step touched."""
    with scope.within(scope.system()):
        done = engine.sweep()
        doubles = find(scope.system())
        return {**done, "doubles": doubles, "expired_files": store.sweep()}
