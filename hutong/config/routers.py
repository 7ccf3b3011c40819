class OwnerMigrates:
    """Tables are made by the owner; the application's connection never migrates."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        return db == "owner"
