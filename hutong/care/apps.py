from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "hutong.care"

    def ready(self) -> None:
        from hutong.care import duties, history

        duties.start()
        history.start()
