"""Bound what one visitor's session keeps in memory: the newest two uploads, each of 20 MB at most."""

from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileManager

from web.server.access.limits import UPLOAD_PATH

MOST_UPLOADS = 2  # the file on the page, and the one that takes its place


def _kept_by_streamlit() -> UploadedFileManager:
    return Runtime.instance().uploaded_file_mgr


class Uploads:
    """Release a session's earlier uploads when another comes; Streamlit itself keeps them until the session ends."""

    def __init__(self, app: ASGIApp, *, kept: Callable[[], UploadedFileManager] = _kept_by_streamlit) -> None:
        self.app = app
        self._kept = kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request or websocket."""
        await self.app(scope, receive, send)
        if scope["type"] == "http" and scope["method"] == "PUT" and scope["path"].startswith(UPLOAD_PATH):
            session_id = scope["path"].removeprefix(UPLOAD_PATH).partition("/")[0]
            release_earlier(self._kept(), session_id)


def release_earlier(kept: UploadedFileManager, session_id: str) -> None:
    """Remove all uploads of a session but the newest.

    Args:
        kept: where Streamlit keeps uploads; only the one in memory can say which there are.
        session_id: of the visitor.
    """
    if isinstance(kept, MemoryUploadedFileManager):
        # Uploads stand in the order in which they came.
        for file_id in list(kept.file_storage.get(session_id, {}))[:-MOST_UPLOADS]:
            kept.remove_file(session_id, file_id)
