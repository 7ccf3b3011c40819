from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "hutong.children"

    def ready(self) -> None:
        from hutong.accounts import grants
        from hutong.children import duties, sync
        from hutong.children.actions import sealing
        from hutong.children.protecting import avoiding
        from hutong.children.reviews import duties as reviewing
        from hutong.workforce.changes import recode

        grants.avoid(avoiding.AVOIDED)
        recode.followed_by(sealing.follow)
        duties.start()
        reviewing.start()
        sync.start()
