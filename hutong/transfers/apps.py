from django.apps import AppConfig


class TransfersConfig(AppConfig):
    name = "hutong.transfers"

    def ready(self) -> None:
        from hutong.children import followed
        from hutong.processes import registry
        from hutong.transfers import sync
        from hutong.transfers.models import Move
        from hutong.transfers.moves import duties, history, waiting
        from hutong.transfers.packets import history as packets
        from hutong.transfers.splits import duties as splitting

        registry.register("move", Move, "status", "迁移", waiting.done)
        followed.after_leaving(waiting.after_leaving)
        duties.start()
        splitting.start()
        history.start()
        packets.start()
        sync.start()
