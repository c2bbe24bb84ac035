"""Lessons and games for a room: many browsers, one computer, nothing to edit, nothing kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from ipaddress import AddressValueError, IPv4Address
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from markupsafe import Markup
from tornado.web import authenticated
from voila.app import TemplateStaticFileHandler, VoilaContentsHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.treehandler import TornadoVoilaTreeHandler

from leadkit.apps.lesson_copies import lay_out
from leadkit.apps.page import told
from leadkit.apps.serving import Server, bind, private, run, workplace
from leadkit.base import language
from leadkit.base.errors import BadInput
from leadkit.base.language import LANGUAGES, _

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none is taken for another when it is read aloud
LETTERS_OF_A_KEY = 12
PAGES_EACH = 2
GONE, LOOKED_FOR = 180, 60
OWN_NAMES = {"en": "English", "vi": "Tiếng Việt"}


class Hall(JupyterHandler):
    """The list of all that is shown, in one language."""

    @authenticated
    def get(self, lang: str) -> None:
        """Write the list."""
        self.finish(self.settings["halls"][lang or self.settings["lang"]])


class Lesson(TornadoVoilaHandler):
    """A lesson or game with a kernel of its own, as long as the computer has room for one."""

    @authenticated
    async def get(self, path: str | None = None) -> None:
        """Show it; refuse in words what would be one page too many."""
        if len(self.kernel_manager.list_kernel_ids()) >= self.settings["pages"]:
            self.set_status(429)
            self.finish(self.settings["full"])
            return
        await super().get(path)


class Room(Server):
    """A server of a folder of lessons, whose list is ours: files cannot be looked through."""

    def init_handlers(self) -> list[Any]:
        """Return what answers: our list and our limit in the place of Voila's."""
        left_out = (TornadoVoilaTreeHandler, VoilaContentsHandler, TemplateStaticFileHandler)
        handlers = [one for one in super().init_handlers() if one[1] not in left_out]
        shown = [
            (path, Lesson if kind is TornadoVoilaHandler else kind, *more)
            for path, kind, *more in handlers
        ]
        return [*shown, (rf"/({'|'.join(LANGUAGES)}|)", Hall)]


def serve_room(
    shipped: Path,
    *,
    host: str,
    port: int,
    people: int,
    ready: Callable[[str], None],
) -> None:
    """Serve the lessons and the market lab to a room, until Ctrl+C.

    Parameters
    ----------
    shipped : Path
        The folder of notebooks, one folder a language in it.
    host : str
        The address of this computer that the room reaches.
    port : int
        Any free one for 0.
    people : int
        How many there are: each may have two pages open.
    ready : callable
        Is told the address, which holds the key, once it answers.

    Raises
    ------
    BadInput
        If the address is not one of a room, or the port is taken.
    """
    key = "".join(secrets.choice(LETTERS) for _letter in range(LETTERS_OF_A_KEY))
    address = bind(_of_a_room(host), port, key)
    spoken = language.current()
    with workplace() as place:
        halls = _halls(shipped, place / "room")
        settings = private(address, place)
        settings.MappingKernelManager.cull_idle_timeout = GONE
        settings.MappingKernelManager.cull_interval = LOOKED_FOR
        settings.Voila.root_dir = str(place / "room")
        settings.Voila.tornado_settings |= {
            "halls": halls,
            "lang": spoken,
            "pages": people * PAGES_EACH,
            "full": _full(),
        }
        run(Room(config=settings), address, lambda: ready(address.whole))


def _of_a_room(host: str) -> str:
    """Return an address that only a room reaches: of this computer, or of its own network."""
    try:
        address = IPv4Address(host)
    except AddressValueError:
        address = None
    if address is None or address.is_unspecified or not address.is_private:
        raise BadInput(
            _("{host} is not the address of this computer in the network of a room").format(
                host=host
            ),
            fix=_(
                "Give the one address that the room reaches, such as 192.168.1.20; lessons are "
                "not served to the internet."
            ),
        )
    return host


def _halls(shipped: Path, room: Path) -> dict[str, str]:
    """Lay out the lessons of every language; return their lists."""
    halls = {}
    for lang in LANGUAGES:
        with language.speaking(lang):
            halls[lang] = _hall(lay_out(shipped / lang, room))
    return halls


def _hall(shown: dict[str, str]) -> str:
    """Return the list of what is shown, in the language now spoken, and the way to the others."""
    lessons = [_link(f"/voila/render/{path}", title) for path, title in shown.items()]
    others = [
        _link(f"/{lang}", name, lang)
        for lang, name in OWN_NAMES.items()
        if lang != language.current()
    ]
    kept = _("Play and answer for yourself: nothing of it is kept.")
    return told(_("Lessons and games"), _("Open one"), *lessons, kept, *others)


def _link(path: str, name: str, lang: str = "") -> Markup:
    return Markup('<a href="{}" lang="{}">{}</a>').format(path, lang or language.current(), name)


def _full() -> str:
    return told(
        _("The room is full"),
        _("What to do"),
        _("Close a lesson that you do not need, wait a few minutes, and load this page again."),
    )
