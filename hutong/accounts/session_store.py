"""Sessions in the database, each reached by its key alone, of which the table keeps a hash (sql/sessions.sql)."""

from typing import Any

from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.utils import timezone

from hutong.ground import query
from hutong.ground.query import composed


class SessionStore(SessionBase):
    """What Django's session middleware asks of a store (SESSION_ENGINE)."""

    def exists(self, session_key: str) -> bool:
        return self._data(session_key) is not None

    def load(self) -> dict[str, Any]:
        found = self._data(self.session_key) if self.session_key else None
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found)

    def create(self) -> None:
        self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # django-types knows what is public
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Raises CreateError where the key is taken, UpdateError where the session is over."""
        if self.session_key is None:
            return self.create()
        told = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # likewise
        function, refused = ("session_make", CreateError) if must_create else ("session_change", UpdateError)
        key = self._get_or_create_session_key()  # type: ignore[attr-defined]  # likewise
        values = [key, self.encode(told), self.get_expiry_date()]
        if query.rows(composed("SELECT {function}(%s, %s, %s)", function=function), values) != [(True,)]:
            raise refused
        return None

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            query.rows("SELECT session_end(%s)", [key])

    @classmethod
    def clear_expired(cls) -> None:
        query.rows("SELECT session_clear(%s)", [timezone.now()])

    @staticmethod
    def _data(key: str | None) -> str | None:
        [[data]] = query.rows("SELECT session_read(%s, %s)", [key, timezone.now()])
        return data
