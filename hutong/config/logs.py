"""The log of errors, which a full disk must not make an error itself."""

import logging
import logging.handlers


class ErrorFile(logging.handlers.WatchedFileHandler):
    """A file that may be rotated by others; where it cannot be written the record is told to the console alone."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
        except OSError:
            self.handleError(record)
