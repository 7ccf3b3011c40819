from django.apps import AppConfig


class SyncConfig(AppConfig):
    name = "hutong.sync"

    def ready(self) -> None:
        from hutong.sync import duties

        duties.start()
