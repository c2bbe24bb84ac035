"""Lessons for a room: for who holds the key, nothing to look through, and no code to run."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import closing
from http.client import HTTPConnection

import psutil
import pytest
from click.testing import CliRunner
from running_app import PATIENCE, running
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

import leadkit as lk
from leadkit.apps.lesson_copies import lay_out
from leadkit.cli.serve import command

MARKET = "/voila/render/en/market.ipynb"
CHANNELS = "/api/kernels/{}/channels"
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Key": "c2l4dGVlbiBieXRlcyEhIQ==",
    "Sec-WebSocket-Version": "13",
}
ROUTED = re.compile(r'"kernelId": "([0-9a-f-]+)"')


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    place = tmp_path_factory.mktemp("room")
    home = {"TMPDIR": str(place), "JUPYTER_CONFIG_DIR": str(place / "config")}
    with running("serve", "--lang", "vi", **home) as server:
        yield server
    assert server.process.returncode == 0
    assert list(place.glob("leadkit-*")) == []


@pytest.fixture(scope="module")
def kernel(room):
    """Open the market lab, and return its kernel's id."""
    status, page = room.ask(f"{MARKET}?token={room.token}")
    assert status == 200
    return ROUTED.search(page)[1]


@pytest.mark.parametrize("path", ["/", "/en", MARKET, f"{MARKET}?token=wrong", "/login"])
def test_without_the_key_nothing_is_shown_and_nothing_runs(room, path):
    assert room.ask(path)[0] == 403
    assert room.kernels() == []


def test_the_list_names_every_lesson_in_its_language_and_leads_to_the_other(room):
    _status, said = room.ask(f"/?token={room.token}")
    assert '<html lang="vi">' in said
    assert re.findall(r'href="/voila/render/vi/(t0\d|market)', said) == [
        *(f"t0{nr}" for nr in range(1, 9)),
        "market",
    ]
    assert 'href="/en"' in said
    assert '<html lang="en">' in room.ask(f"/en?token={room.token}")[1]


@pytest.mark.parametrize(
    "path",
    [
        "/voila/tree",
        "/voila/api/contents/en",
        "/voila/files/en/market.ipynb",
        "/voila/templates/leadkit/index.html.j2",
        "/voila/render/en/../../../etc/passwd",
        "/voila/render/nowhere.ipynb",
        "/api/kernels",
        "/api/contents",
        "/api/terminals",
    ],
)
def test_who_holds_the_key_cannot_look_through_files_or_kernels(room, path):
    assert room.ask(f"{path}?token={room.token}")[0] in (403, 404)


def test_another_name_for_this_computer_is_refused_even_with_the_key(room):
    assert room.ask(f"/?token={room.token}", Host="elsewhere.example")[0] == 404


def test_only_loopback_listens_unless_an_address_is_asked_for(room):
    heard = psutil.Process(room.process.pid).net_connections("inet")
    assert {one.laddr.ip for one in heard if one.status == psutil.CONN_LISTEN} == {"127.0.0.1"}


@pytest.mark.parametrize("host", ["0.0.0.0", "8.8.8.8", "here", "", "224.0.0.1"])
def test_an_address_that_is_not_one_of_a_room_is_refused(host):
    answer = CliRunner().invoke(command, ["--host", host])
    assert "network of a room" in str(answer.exception)


def test_a_page_of_another_origin_cannot_speak_to_a_kernel(room, kernel):
    place = room.root.removeprefix("http://")
    with closing(HTTPConnection(place, timeout=PATIENCE)) as wire:
        wire.request("GET", f"/?token={room.token}")
        with wire.getresponse() as answer:
            cookie = answer.headers["Set-Cookie"].partition(";")[0]
            answer.read()
        for origin, status in ((room.root, 101), ("http://elsewhere.example", 403)):
            wire.close()
            wire.request(
                "GET",
                CHANNELS.format(kernel),
                headers={**UPGRADE, "Origin": origin, "Cookie": cookie},
            )
            with wire.getresponse() as answer:
                assert answer.status == status


def test_code_that_is_sent_to_a_kernel_is_not_run(room, kernel, tmp_path):
    written = tmp_path / "written"
    code = {"code": f"open({str(written)!r}, 'w')", "silent": False}
    messages = [_message("execute_request", code), _message("kernel_info_request", {})]
    address = f"ws{room.root.removeprefix('http')}{CHANNELS.format(kernel)}?token={room.token}"
    heard = asyncio.run(_say(HTTPRequest(address, headers={"Origin": room.root}), messages))
    assert "kernel_info_reply" in heard
    assert not {"execute_reply", "execute_input"} & set(heard)
    assert not written.exists()


def test_a_lesson_that_is_shown_leads_nowhere_else_and_asks_for_no_menu(tmp_path):
    shown = lay_out(lk.notebooks() / "en", tmp_path)
    for path, title in shown.items():
        text = (tmp_path / path).read_text(encoding="utf-8")
        cells = json.loads(text)["cells"]
        assert title
        assert not [cell for cell in cells if cell.get("outputs")]
        assert "Run All Cells" not in text
        for link in re.findall(r"\]\(([^)]+\.ipynb)\)", text):
            assert (tmp_path / "en" / link).is_file()


def _message(kind, content):
    header = {"msg_id": kind, "msg_type": kind, "session": "s", "username": "", "version": "5.3"}
    return json.dumps(
        {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}}
        | {"content": content, "buffers": []}
    )


async def _say(asked, messages):
    """Send messages to a kernel, and return the kinds of what is heard to its last answer."""
    socket = await websocket_connect(asked)
    for message in messages:
        await socket.write_message(message)
    heard = []
    while "kernel_info_reply" not in heard:
        one = await asyncio.wait_for(socket.read_message(), PATIENCE)
        heard.append(json.loads(one)["msg_type"])
    socket.close()
    return heard
