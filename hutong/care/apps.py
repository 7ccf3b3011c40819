from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "hutong.care"

    def ready(self) -> None:
        from hutong.care import duties, sync, withdrawing
        from hutong.care.campaigns import duties as campaign_duties
        from hutong.care.campaigns import exports as campaign_exports
        from hutong.care.checks import duties as check_duties
        from hutong.care.questions import sync as question_sync

        duties.start()
        check_duties.start()
        campaign_duties.start()
        campaign_exports.start()
        sync.start()
        question_sync.start()
        withdrawing.start()
