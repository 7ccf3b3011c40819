from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "hutong.children"

    def ready(self) -> None:
        from hutong.accounts import scope
        from hutong.children import avoiding, duties, sync
        from hutong.children.actions import sealing
        from hutong.children.doubles import duties as shared_numbers
        from hutong.children.doubles import history as doubles
        from hutong.children.ledgers_out import duties as ledger_duties
        from hutong.children.ledgers_out import lists, rosters, summaries
        from hutong.children.months import exports as months
        from hutong.children.moves import duties as moving
        from hutong.children.moves import history
        from hutong.children.packets import history as packets
        from hutong.children.reviews import duties as reviewing
        from hutong.children.reviews import history as reviewed
        from hutong.children.splits import duties as splitting
        from hutong.workforce.changes import recode

        scope.avoid(avoiding.AVOIDED)
        recode.followed_by(sealing.follow)
        duties.start()
        ledger_duties.start()
        reviewing.start()
        reviewed.start()
        moving.start()
        shared_numbers.start()
        splitting.start()
        history.start()
        packets.start()
        sync.start()
        doubles.start()
        months.start()
        lists.KINDS |= {"roster": rosters.exportable, "summary": summaries.exportable}
