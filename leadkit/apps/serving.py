"""An app in the browser: a Voila server for this computer alone, behind a random key."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import tempfile
import webbrowser
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import IdentityProvider
from jupyter_server.base.handlers import JupyterHandler
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from traitlets.config import Config
from voila.app import Voila

from leadkit.apps.page import notebook, refusal, resources
from leadkit.base.errors import BadInput
from leadkit.base.files import write_json, write_text
from leadkit.base.language import _

HOME = "127.0.0.1"
WIDGETS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8"]
GONE = 600
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
}


class Refusal(JupyterHandler):
    """What everybody without the key is sent to."""

    @allow_unauthenticated
    def get(self) -> None:
        """Refuse in words."""
        self.set_status(403)
        self.finish(refusal())


class Door(IdentityProvider):
    """Lets in who holds the key; there is no form to try others in."""

    def get_handlers(self) -> list[tuple[str, object]]:
        """Return the one page for strangers."""
        return [("/login", Refusal)]


class Server(Voila):
    """Voila on a socket that is bound already."""

    bound: socket.socket
    ready: Callable[[], None]

    def listen(self) -> None:
        """Answer until Ctrl+C, then end every kernel."""
        HTTPServer(self.app).add_socket(self.bound)
        self.ioloop = IOLoop.current()
        self.ioloop.add_callback(self.ready)
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            pass
        finally:
            self.stop()


def serve(
    code: str,
    *,
    title: str,
    about: str,
    port: int = 0,
    browser: bool = True,
    ready: Callable[[str], None],
) -> None:
    """Serve the page that `code` makes, until Ctrl+C.

    Parameters
    ----------
    code : str
        The one cell of the notebook, whose last value is shown.
    title, about : str
        The heading of the page, and the line under it.
    port : int
        Any free one unless given.
    browser : bool
        Whether to open the reader's own browser.
    ready : callable
        Is told the address, which holds the key, once it answers.

    Raises
    ------
    BadInput
        If the port is taken.
    """
    logging.getLogger("tornado").setLevel(logging.ERROR)
    bound, token = _bound(port), secrets.token_hex(24)
    address = f"http://{HOME}:{bound.getsockname()[1]}/?token={token}"
    with (
        tempfile.TemporaryDirectory(prefix="leadkit-") as folder,
        as_file(files("leadkit.apps") / "jupyter") as templates,
    ):
        place = Path(folder)
        write_json(place / "app.ipynb", notebook(code))
        os.environ["JUPYTER_PATH"] = os.pathsep.join(
            filter(None, [str(templates), os.environ.get("JUPYTER_PATH")])
        )
        server = Server(config=_settings(place, token, resources(title, about)))

        def start() -> None:
            ready(address)
            if browser:
                _open(address, place / "open.html")

        server.bound, server.ready = bound, start
        server.initialize([])
        server.start()


def _open(address: str, redirect: Path) -> None:
    """Open a file that leads to the address, since others can see how a browser was called."""
    write_text(redirect, f'<meta http-equiv="refresh" content="0;url={address}">\n')
    webbrowser.open(redirect.as_uri(), new=2)


def _bound(port: int) -> socket.socket:
    try:
        bound = socket.create_server((HOME, port))
    except OSError as error:
        raise BadInput(
            _("port {port} cannot be used: {why}").format(port=port, why=error.strerror),
            fix=_("Leave out --port, and a free one is found."),
        ) from error
    bound.setblocking(False)
    return bound


def _hand_a_cookie(handler: JupyterHandler, **_notebook: Any) -> None:
    """Give the page what it has to send back to end its kernel when it is closed."""
    handler.xsrf_token  # noqa: B018


def _settings(place: Path, token: str, shown: dict[str, Any]) -> Config:
    """Return all that makes the server private, offline and quiet, whatever else is configured."""
    return Config(
        Voila={
            "notebook_path": str(place / "app.ipynb"),
            "connection_dir_root": str(place),
            "config_file_paths": [],
            "token": token,
            "ip": HOME,
            "identity_provider_class": Door,
            "log_level": logging.ERROR,
            "tornado_settings": {
                "headers": HEADERS,
                "allow_remote_access": False,
                "ws_ping_timeout": 30_000,
            },
        },
        VoilaConfiguration={
            "template": "leadkit",
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "file_allowlist": [],
            "extension_allowlist": WIDGETS,
            "show_tracebacks": True,
            "prelaunch_hook": _hand_a_cookie,
            "resources": {"app": shown},
        },
        MappingKernelManager={"cull_idle_timeout": GONE},
        KernelManager={"transport_encryption": "auto"},
        KernelRestarter={"restart_limit": 0, "time_to_dead": 1.0},
    )
