from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "hutong.desk"

    def ready(self) -> None:
        from hutong.desk import exports, sync

        sync.start()
        exports.start()
