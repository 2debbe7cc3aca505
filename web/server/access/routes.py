"""The routes of sign-in: three proofs, one session; an invitation is the only way to a new account."""

import logging
import os
from pathlib import Path
from typing import Any

import anyio
from authlib.common.errors import AuthlibBaseError
from httpx import HTTPError
from joserfc.errors import JoseError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from maturity.errors import InvitationInvalid, MaturityError
from maturity.language import N_, _, use
from maturity.ledger.access.accounts import Account
from maturity.ledger.access.invitations import Invitation
from maturity.ledger.access.proofs import MIN_PASSWORD, PASSKEY, Proof
from maturity.rights import ROLE_NAMES
from maturity.settings import load
from web.server.access import cookies, passkeys
from web.server.access.providers import claims_of, make_clients, read_providers
from web.server.access.rendering import page, safe_next
from web.server.access.secret import read_secret
from web.server.headers import language_of
from web.services import accounts

STATIC = Path(__file__).parent / "static"
STEP_COOKIE, STEP_SECONDS = "dk_step", 600
PROVIDER_FAULTS = (AuthlibBaseError, JoseError, HTTPError, RuntimeError, ValueError, KeyError, TypeError)
WRONG = N_("That did not work. Please check what you entered, or choose another way.")
ENDED = N_("Your session has ended. Please sign in again.")
UNKNOWN = N_("This sign-in belongs to no account. Accounts are made by invitation of the coordination office.")
LOCKED = N_("This account is locked. Please ask the coordination office.")
FAILED_PROVIDER = N_("The provider could not confirm the sign-in. Please try again.")

_log = logging.getLogger(__name__)


class SignIn:
    """The handlers, with the providers and the limit they share."""

    def __init__(self) -> None:
        self.providers = read_providers(os.environ)
        self.clients = make_clients(self.providers)
        # A hash takes 64 MB and a core: more than two at a time would be a way to stop the server.
        self.hashing = anyio.CapacityLimiter(2)

    # Sign in and out

    async def show(self, request: Request) -> Response:
        """Show the ways to sign in."""
        error = ENDED if "ended" in request.query_params else ""
        return self._sign_in_page(request, wanted=request.query_params.get("next"), error=error)

    def _sign_in_page(
        self, request: Request, *, wanted: str | None, error: str = "", status: int = 200, name: str = ""
    ) -> Response:
        use(language_of(request.scope))
        return page(
            request,
            "sign_in",
            status=status,
            providers=list(self.providers.values()),
            wanted=safe_next(wanted),
            error=_(error) if error else "",
            name=name,
        )

    async def by_password(self, request: Request) -> Response:
        """Sign in by the account's name and its password."""
        form = await request.form()
        name, password, wanted = (str(form.get(field, "")) for field in ("name", "password", "next"))
        account = await anyio.to_thread.run_sync(accounts.check_password, name, password, limiter=self.hashing)
        if account is None:
            _log.warning("refused: sign-in by password")
            return self._sign_in_page(request, wanted=wanted, error=WRONG, status=401, name=name)
        return await self._enter(request, account, wanted)

    async def passkey_options(self, request: Request) -> Response:
        """Hand out a challenge."""
        return Response(passkeys.sign_in_options(request), media_type="application/json")

    async def by_passkey(self, request: Request) -> Response:
        """Sign in by a passkey."""
        answer = await request.body()
        found = await run_in_threadpool(accounts.find_proof, PASSKEY, passkeys.subject_of(answer))
        if found is None:
            _log.warning("refused: sign-in by a passkey that is nobody's")
            return self._said(request, UNKNOWN)
        count = passkeys.verified_count(request, answer, key=found.proof.secret, count=found.use_count)
        if count is None:
            _log.warning("refused: sign-in by passkey")
            return self._said(request, WRONG)
        await run_in_threadpool(accounts.count_use, found, count)
        return await self._enter_by_script(request, found.account, request.query_params.get("next"))

    async def leave(self, request: Request) -> Response:
        """Sign out: at once by our own link or button; a foreign page only gets to the button."""
        if request.method == "GET" and request.headers.get("sec-fetch-site") != "same-origin":
            return page(request, "sign_out")
        await run_in_threadpool(accounts.end_session, cookies.token_of(request.scope))
        response = RedirectResponse(f"/sign-in?lang={language_of(request.scope)}", status_code=303)
        cookies.drop_session(response)
        return response

    # Invitations

    async def show_invitation(self, request: Request) -> Response:
        """Show what a link invites to, and the ways to accept."""
        return await self._invitation_page(request)

    async def _invitation_page(self, request: Request, *, error: str = "", status: int = 200) -> Response:
        use(language_of(request.scope))
        try:
            invitation = await run_in_threadpool(accounts.find_invitation, request.path_params["token"])
        except InvitationInvalid as problem:
            return page(request, "problem", status=404, text=str(problem))
        return page(
            request,
            "invitation",
            status=status,
            providers=list(self.providers.values()),
            error=error,
            name=invitation.name,
            who=_whose(invitation),
            base=f"/invitation/{request.path_params['token']}",
            min_password=MIN_PASSWORD,
        )

    async def accept_by_password(self, request: Request) -> Response:
        """Accept with a password, typed twice."""
        form = await request.form()
        password, again = str(form.get("password", "")), str(form.get("again", ""))
        use(language_of(request.scope))
        if password != again:
            return await self._invitation_page(request, error=_("The two passwords differ."), status=400)
        token = request.path_params["token"]
        try:
            account = await anyio.to_thread.run_sync(
                accounts.accept_with_password, token, password, limiter=self.hashing
            )
        except MaturityError as error:
            return await self._invitation_page(request, error=str(error), status=400)
        return await self._enter(request, account, "/")

    async def invitation_options(self, request: Request) -> Response:
        """Hand out what is needed to make a passkey."""
        try:
            invitation = await run_in_threadpool(accounts.find_invitation, request.path_params["token"])
        except InvitationInvalid as error:
            return self._said(request, str(error))
        return Response(passkeys.registration_options(request, account=invitation.name), media_type="application/json")

    async def accept_by_passkey(self, request: Request) -> Response:
        """Accept with a new passkey."""
        proof = passkeys.registered(request, await request.body())
        if proof is None:
            return self._said(request, WRONG)
        try:
            account = await run_in_threadpool(accounts.accept, request.path_params["token"], proof)
        except MaturityError as error:
            return self._said(request, str(error))
        return await self._enter_by_script(request, account, "/")

    # Providers

    async def to_provider(self, request: Request) -> Response:
        """Send the browser to a provider; an invitation's token waits in the signed cookie."""
        name = request.path_params["name"]
        if name not in self.clients:
            return self._sign_in_page(request, wanted="/", error=WRONG, status=404)
        request.session["next"] = safe_next(request.query_params.get("next"))
        request.session["invitation"] = request.path_params.get("token", "")
        back = f"{load().public_url}/sign-in/provider/{name}/callback"
        try:
            response: Response = await self.clients[name].authorize_redirect(request, back)
        except PROVIDER_FAULTS as error:
            return self._provider_failed(request, error)
        return response

    async def from_provider(self, request: Request) -> Response:
        """Take the browser back: the account of this issuer and subject signs in, or an invitation is accepted."""
        provider = self.providers.get(request.path_params["name"])
        if provider is None:
            return self._sign_in_page(request, wanted="/", error=WRONG, status=404)
        wanted, invitation = request.session.pop("next", "/"), request.session.pop("invitation", "")
        try:
            token = await self.clients[provider.name].authorize_access_token(
                request, claims_options=claims_of(provider)
            )
            proof = Proof(provider.issuer, str(token["userinfo"]["sub"]))
        except PROVIDER_FAULTS as error:
            return self._provider_failed(request, error)
        return await self._with_proof(request, proof, invitation=invitation, wanted=wanted)

    async def _with_proof(self, request: Request, proof: Proof, *, invitation: str, wanted: str) -> Response:
        if invitation:
            try:
                account = await run_in_threadpool(accounts.accept, invitation, proof)
            except MaturityError as error:
                return page(request, "problem", status=400, text=str(error))
            return await self._enter(request, account, "/")
        found = await run_in_threadpool(accounts.find_proof, proof.issuer, proof.subject)
        if found is None:
            _log.warning("refused: sign-in by a provider's account that is nobody's here")
            return self._sign_in_page(request, wanted=wanted, error=UNKNOWN, status=403)
        return await self._enter(request, found.account, wanted)

    def _provider_failed(self, request: Request, error: Exception) -> Response:
        _log.warning("the provider could not confirm a sign-in: %s", type(error).__name__)
        return self._sign_in_page(request, wanted="/", error=FAILED_PROVIDER, status=502)

    # The session

    async def _enter(self, request: Request, account: Account, wanted: str | None) -> Response:
        """Open a session and go to the page asked for."""
        if account.is_locked:
            return self._sign_in_page(request, wanted=wanted, error=LOCKED, status=403)
        response = RedirectResponse(safe_next(wanted), status_code=303)
        await self._open(request, response, account)
        return response

    async def _enter_by_script(self, request: Request, account: Account, wanted: str | None) -> Response:
        if account.is_locked:
            return self._said(request, LOCKED)
        response = JSONResponse({"next": safe_next(wanted)})
        await self._open(request, response, account)
        return response

    async def _open(self, request: Request, response: Response, account: Account) -> None:
        await run_in_threadpool(accounts.end_session, cookies.token_of(request.scope))
        cookies.set_session(response, await run_in_threadpool(accounts.open_session, account))

    def _said(self, request: Request, text: str) -> Response:
        """Refuse with a sentence that the page's script shows."""
        use(language_of(request.scope))
        return JSONResponse({"error": _(text)}, status_code=400)


def _whose(invitation: Invitation) -> str:
    """Say role and city: `Digitalbüro, Bühl`."""
    role = _(ROLE_NAMES[invitation.role])
    return role if invitation.city_id is None else f"{role}, {accounts.city_name(invitation.city_id)}"


def make_sign_in() -> Starlette:
    """Return the application of sign-in and invitation.

    Raises:
        SettingInvalid: a provider or the secret's file is set wrongly.
    """
    own = SignIn()
    accepting = "/invitation/{token}"
    routes = [
        Route("/sign-in", own.show),
        Mount("/sign-in/static", StaticFiles(directory=STATIC)),
        Route("/sign-in/password", own.by_password, methods=["POST"]),
        Route("/sign-in/passkey/options", own.passkey_options, methods=["POST"]),
        Route("/sign-in/passkey", own.by_passkey, methods=["POST"]),
        Route("/sign-in/provider/{name}", own.to_provider),
        Route("/sign-in/provider/{name}/callback", own.from_provider),
        Route("/sign-out", own.leave, methods=["GET", "POST"]),
        Route(accepting, own.show_invitation),
        Route(f"{accepting}/password", own.accept_by_password, methods=["POST"]),
        Route(f"{accepting}/passkey/options", own.invitation_options, methods=["POST"]),
        Route(f"{accepting}/passkey", own.accept_by_passkey, methods=["POST"]),
        Route(f"{accepting}/provider/{{name}}", own.to_provider),
    ]
    steps: dict[str, Any] = {"session_cookie": STEP_COOKIE, "max_age": STEP_SECONDS, "https_only": cookies.is_secure()}
    secret = read_secret(load().secret_file)
    return Starlette(routes=routes, middleware=[Middleware(SessionMiddleware, secret_key=secret, **steps)])
