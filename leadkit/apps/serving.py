"""An app in the browser: a Voila server behind a random key, for this computer alone."""

from __future__ import annotations

import logging
import os
import re
import secrets
import socket
import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import IdentityProvider
from jupyter_server.base.handlers import JupyterHandler
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.routing import HostMatches, Rule, RuleRouter
from traitlets.config import Config
from voila.app import Voila

from leadkit.apps.page import notebook, refusal, resources
from leadkit.base.errors import BadInput
from leadkit.base.files import write_json, write_text
from leadkit.base.language import _

HOME = "127.0.0.1"
WIDGETS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8"]
GONE = 600
OUTPUT_WAITED_FOR = 120  # seconds; a crowded computer shows what a cell made later than its end
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


@dataclass(frozen=True)
class Address:
    """Where a server answers: a socket that is bound already, and the key to it."""

    host: str
    bound: socket.socket
    key: str

    @property
    def whole(self) -> str:
        """What opens the page, key and all."""
        return f"http://{self.host}:{self.bound.getsockname()[1]}/?token={self.key}"

    @property
    def names(self) -> str:
        """The names it may be called by, as a pattern: no other leads here."""
        return "|".join(map(re.escape, [self.host, *(["localhost"] if self.host == HOME else [])]))


class Server(Voila):
    """Voila on a socket that is bound already."""

    address: Address
    ready: Callable[[], None]

    def listen(self) -> None:
        """Answer until Ctrl+C, then end every kernel."""
        by_name = RuleRouter([Rule(HostMatches(self.address.names), self.app)])
        HTTPServer(by_name).add_socket(self.address.bound)
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
    address = bind(HOME, port, secrets.token_hex(24))
    with workplace() as place:
        write_json(place / "app.ipynb", notebook(code, resources(title, about)))

        def start() -> None:
            ready(address.whole)
            if browser:
                _open(address.whole, place / "open.html")

        settings = private(address, place)
        settings.Voila.notebook_path = str(place / "app.ipynb")
        run(Server(config=settings), address, start)


def run(server: Server, address: Address, ready: Callable[[], None]) -> None:
    """Run a server until Ctrl+C."""
    logging.getLogger("tornado").setLevel(logging.ERROR)
    server.address, server.ready = address, ready
    server.initialize([])
    server.start()


@contextmanager
def workplace() -> Iterator[Path]:
    """Make a folder for one server, with its template found, and remove it in the end."""
    with (
        tempfile.TemporaryDirectory(prefix="leadkit-") as folder,
        as_file(files("leadkit.apps") / "jupyter") as templates,
    ):
        os.environ["JUPYTER_PATH"] = os.pathsep.join(
            filter(None, [str(templates), os.environ.get("JUPYTER_PATH")])
        )
        yield Path(folder)


def bind(host: str, port: int, key: str) -> Address:
    """Take a port of an address of this computer; any free one for 0.

    Raises
    ------
    BadInput
        If the port is taken, or the address is none of this computer's.
    """
    try:
        bound = socket.create_server((host, port))
    except OSError as error:
        raise BadInput(
            _("port {port} of {host} cannot be used: {why}").format(
                port=port, host=host, why=error.strerror
            ),
            fix=_("Leave out --port, and a free one is found."),
        ) from error
    bound.setblocking(False)
    return Address(host, bound, key)


def private(address: Address, place: Path) -> Config:
    """Return all that makes a server private, offline and quiet, whatever else is configured."""
    return Config(
        Voila={
            "connection_dir_root": str(place),
            "config_file_paths": [],
            "token": address.key,
            "ip": address.host,
            "identity_provider_class": Door,
            "log_level": logging.ERROR,
            "tornado_settings": {
                "headers": HEADERS,
                "allow_remote_access": address.host != HOME,
            },
        },
        VoilaExecutor={"iopub_timeout": OUTPUT_WAITED_FOR},
        VoilaConfiguration={
            "template": "leadkit",
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "file_allowlist": [],
            "extension_allowlist": WIDGETS,
            "show_tracebacks": True,
            "prelaunch_hook": _hand_a_cookie,
        },
        MappingKernelManager={"cull_idle_timeout": GONE},
        KernelManager={"transport_encryption": "auto"},
        KernelRestarter={"restart_limit": 0, "time_to_dead": 1.0},
    )


def _open(address: str, redirect: Path) -> None:
    """Open a file that leads to the address, since others can see how a browser was called."""
    write_text(redirect, f'<meta http-equiv="refresh" content="0;url={address}">\n')
    webbrowser.open(redirect.as_uri(), new=2)


def _hand_a_cookie(handler: JupyterHandler, **_notebook: Any) -> None:
    """Give the page what it has to send back to end its kernel when it is closed."""
    handler.xsrf_token  # noqa: B018
