"""What a session keeps of the files that a visitor hands over."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from tests.web.server.asgi import ask
from web.server.access.limits import UPLOAD_PATH
from web.server.uploads import Uploads


def test_a_session_keeps_its_newest_two_uploads_and_no_other_sessions_lose_theirs() -> None:
    kept = MemoryUploadedFileManager(UPLOAD_PATH)

    async def keep(scope: Scope, receive: Receive, send: Send) -> None:
        session_id, file_id = scope["path"].removeprefix(UPLOAD_PATH).split("/")
        content = await Request(scope, receive).body()
        kept.add_file(session_id, UploadedFileRec(file_id, "x.csv", "text/csv", content))
        await Response(status_code=204)(scope, receive, send)

    app = Uploads(keep, kept=lambda: kept)
    for place in ("one/a", "one/b", "two/a", "one/c", "one/d"):
        assert ask(app, UPLOAD_PATH + place, method="PUT", body=b"x" * 1000).status == 204

    assert {session: list(files) for session, files in kept.file_storage.items()} == {"one": ["c", "d"], "two": ["a"]}
