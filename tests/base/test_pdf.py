from __future__ import annotations

import builtins
import re
import zlib

import pytest

from leadkit.base.errors import BadInput
from leadkit.base.pdf import write_pdf

PAGE = "<style>@page{size:A4}</style><h1>Thỏa thuận bàn giao</h1><p>Đã đọc và đồng ý</p>"


def unpacked(content):
    """Return the streams of a PDF as they were before they were packed."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    return content + b"".join(zlib.decompressobj().decompress(s) for s in streams if s[:1] == b"x")


def test_a_page_becomes_a_pdf_on_a4_the_same_each_time(tmp_path):
    write_pdf(PAGE, tmp_path / "a.pdf")
    write_pdf(PAGE, tmp_path / "in" / "b.pdf")
    content = (tmp_path / "a.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert content == (tmp_path / "in" / "b.pdf").read_bytes()
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", unpacked(content))
    width, height = map(float, box.groups())
    assert (width, height) == pytest.approx((595.3, 841.9), abs=0.1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "in"]


def test_nothing_outside_of_the_page_is_read(tmp_path, caplog):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    write_pdf(f'{PAGE}<img src="{secret.as_uri()}" alt="">', tmp_path / "a.pdf")
    assert "disallowed protocol" in caplog.text
    assert (tmp_path / "a.pdf").stat().st_size > 0


@pytest.mark.parametrize(
    ("error", "said", "remedy"),
    [
        (ModuleNotFoundError("weasyprint"), "needs WeasyPrint", "pip install 'leadkit[pdf]'"),
        (OSError("cannot load library 'libpango-1.0-0'"), "needs Pango", "libpango-1.0-0"),
    ],
)
def test_what_is_missing_is_said_with_how_to_install_it(tmp_path, monkeypatch, error, said, remedy):
    real = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name == "weasyprint":
            raise error
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(BadInput, match=said) as caught:
        write_pdf(PAGE, tmp_path / "a.pdf")
    assert remedy in caught.value.fix
    assert not any(tmp_path.iterdir())
