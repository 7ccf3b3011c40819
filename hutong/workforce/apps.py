from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "hutong.workforce"

    def ready(self) -> None:
        from hutong.workforce import duties

        duties.start()
