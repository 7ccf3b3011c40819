from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "hutong.returns"

    def ready(self) -> None:
        from hutong.returns.months import exports
        from hutong.returns.out import duties, lists, rosters, summaries

        duties.start()
        exports.start()
        lists.KINDS |= {"roster": rosters.exportable, "summary": summaries.exportable}
