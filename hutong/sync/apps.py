from django.apps import AppConfig


class SyncConfig(AppConfig):
    name = "hutong.sync"

    def ready(self) -> None:
        from hutong.sync import deciding, duties

        duties.start()
        deciding.start()
