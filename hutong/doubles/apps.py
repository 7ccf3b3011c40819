from django.apps import AppConfig


class DoublesConfig(AppConfig):
    name = "hutong.doubles"

    def ready(self) -> None:
        from hutong.children import followed
        from hutong.doubles import duties, following, history

        followed.after_writing(following.after_writing)
        duties.start()
        history.start()
