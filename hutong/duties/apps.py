from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "hutong.duties"

    def ready(self) -> None:
        from hutong.duties import alarming, decisions, engine

        alarming.start()
        engine.start()
        decisions.start()
