"""What the system does every night on its own, in one order."""

from hutong.accounts import limits, scope, sessions
from hutong.children.doubles.find import find
from hutong.children.months import close, sealed
from hutong.desk import figures
from hutong.documents import store
from hutong.duties import sweep
from hutong.journal.chain import sealing
from hutong.sync import senders
from hutong.workforce.security.actions import resume_due


def run() -> dict[str, int]:
    """Bring every duty up to date, end suspensions, remove what is too old; gives how many rows each step touched."""
    done = sweep.run()
    with scope.within(scope.system()):
        figures.sum_again()
        doubles = find(scope.system())
        resume_due(scope.system())
        removed = {"expired_files": store.sweep(scope.system()), "old_sign_ins": sessions.sweep()}
        removed["old_counts"] = limits.sweep()
        removed["old_senders"] = senders.sweep(scope.system())
    months = {"months": close.close_due(), "sealed_figures": sealed.close_due()}
    return {**done, "doubles": doubles, **removed, **months, "journal_sealed": sealing.seal()}
