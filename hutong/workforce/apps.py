from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "hutong.workforce"

    def ready(self) -> None:
        from hutong.workforce import duties
        from hutong.workforce.cover import duties as cover

        duties.start()
        cover.start()
