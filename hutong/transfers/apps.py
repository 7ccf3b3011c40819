from django.apps import AppConfig


class TransfersConfig(AppConfig):
    name = "hutong.transfers"

    def ready(self) -> None:
        from hutong.children import followed
        from hutong.transfers.moves import duties, history, waiting
        from hutong.transfers.packets import history as packets
        from hutong.transfers.splits import duties as splitting

        followed.after_leaving(waiting.after_leaving)
        duties.start()
        splitting.start()
        history.start()
        packets.start()
