from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "hutong.care"

    def ready(self) -> None:
        from hutong.care import duties, history, packets, printing, sync

        duties.start()
        history.start()
        packets.start()
        printing.start()
        sync.start()
