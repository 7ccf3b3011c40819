"""How numbers are shown: masked; uncovering one is an action with a purpose (look.md)."""


def number(text: str | None) -> str:
    """2201••••••••••1234."""
    if not text:
        return ""
    return text if len(text) <= 8 else text[:4] + "•" * (len(text) - 8) + text[-4:]


def phone(text: str | None) -> str:
    """138••••0000."""
    if not text:
        return ""
    return "•" * len(text) if len(text) < 8 else text[:3] + "•" * (len(text) - 7) + text[-4:]
