from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "hutong.feedback"

    def ready(self) -> None:
        from hutong.feedback import sync

        sync.start()
