from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "hutong.desk"

    def ready(self) -> None:
        from hutong.desk import sync

        sync.start()
