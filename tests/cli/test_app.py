"""`leadkit app clinic`: on this computer alone, for who holds the key, and gone without a trace."""

import re
import socket
import sys
import tomllib

import psutil
import pytest
from click.testing import CliRunner
from running_app import running_clinic

import leadkit as lk
from leadkit.cli.main import leadkit

BOOK = lk.sample("small")
NAME = tomllib.loads((BOOK / "book.toml").read_text(encoding="utf-8"))["name"]


def refused(*words):
    answer = CliRunner().invoke(leadkit, ["app", "clinic", *map(str, words)])
    assert answer.exit_code == 2
    return answer.output


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("app")


@pytest.fixture(scope="module")
def app(place):
    """Run the clinic of a model that is not there, in a place of its own for temporary files."""
    home = {"TMPDIR": str(place), "JUPYTER_CONFIG_DIR": str(place / "config")}
    with running_clinic(BOOK, "--model", place / "gone", "--lang", "vi", **home) as running:
        yield running
    assert running.process.returncode == 0
    assert list(place.glob("leadkit-*")) == []


@pytest.mark.parametrize(
    "path", ["/", "/?token=wrong", "/login", "/voila/files/app.ipynb", "/api/kernels/0-0-0-0-0"]
)
def test_without_the_key_nothing_of_the_book_is_shown(app, path):
    status, said = app.ask(path)
    assert status == 403
    assert NAME not in said
    assert app.kernels() == []


def test_a_refusal_says_in_the_readers_language_where_the_key_is(app):
    _status, said = app.ask("/")
    assert '<html lang="vi">' in said
    assert "leadkit" in said
    assert not re.findall(r"(?:src|href)=.https?:", said)


def test_another_name_for_this_computer_is_refused_even_with_the_key(app):
    assert app.ask(f"/?token={app.token}", Host="elsewhere.example")[0] == 404


def test_one_port_listens_and_it_is_on_loopback(app):
    heard = psutil.Process(app.process.pid).net_connections("inet")
    listening = [one.laddr for one in heard if one.status == psutil.CONN_LISTEN]
    assert [f"http://{one.ip}:{one.port}" for one in listening] == [app.root]


def test_files_of_the_page_are_for_its_reader_alone(app, place):
    (folder,) = place.glob("leadkit-*")
    assert folder.stat().st_mode & 0o077 == 0


def test_what_cannot_be_shown_is_said_on_the_page_and_no_code_of_it(app):
    status, said = app.ask(f"/?token={app.token}")
    assert status == 200
    (why,) = re.findall(r'<p class="failed" role="alert">(.*?)</p>', said, flags=re.S)
    assert "gone" in why
    assert "Traceback" not in said
    assert "from leadkit" not in said
    assert not re.findall(r"(?:src|href)=.https?:", said)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["nowhere"], "does not exist"),
        ([BOOK], "no model yet"),
        ([BOOK, "--value", "deal_value"], "one amount"),
        ([BOOK, "--cost", "1:2:3"], "one amount"),
    ],
)
def test_what_can_be_known_beforehand_is_refused_at_once(words, why):
    assert why in refused(*words)


def test_a_port_that_is_taken_is_refused(app, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"{port}" in refused(BOOK, "--model", tmp_path, "--port", port)


def test_without_voila_the_refusal_says_how_to_install_it(monkeypatch, tmp_path):
    monkeypatch.delitem(sys.modules, "leadkit.apps.serving", raising=False)
    monkeypatch.setitem(sys.modules, "voila.app", None)
    assert "leadkit[apps]" in refused(BOOK, "--model", tmp_path)
