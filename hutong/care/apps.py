from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "hutong.care"

    def ready(self) -> None:
        from hutong.care import duties, history, packets, printing, sync
        from hutong.care.models import Visit
        from hutong.children.doubles import compare

        duties.start()
        history.start()
        packets.start()
        compare.count("走访", Visit)
        printing.start()
        sync.start()
