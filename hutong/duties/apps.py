from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "hutong.duties"

    def ready(self) -> None:
        from hutong.duties import decisions, engine

        engine.start()
        decisions.start()
