from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "hutong.care"

    def ready(self) -> None:
        from hutong.care import duties, history, packets, printing, sync
        from hutong.care.campaigns import duties as campaign_duties
        from hutong.care.campaigns import exports as campaign_exports
        from hutong.care.checks import duties as check_duties
        from hutong.care.checks import history as check_history
        from hutong.care.models import KeyCheck, Visit
        from hutong.doubles import compare

        duties.start()
        check_duties.start()
        check_history.start()
        campaign_duties.start()
        campaign_exports.start()
        history.start()
        packets.start()
        compare.count("走访", Visit)
        compare.count("重点核查", KeyCheck)
        printing.start()
        sync.start()
