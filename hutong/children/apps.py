from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "hutong.children"

    def ready(self) -> None:
        from hutong.children import duties

        duties.start()
