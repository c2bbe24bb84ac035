"""Invented people and firms, drawn part by part; no address or number can be anybody's."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np

from leadkit.market.company import Flags, Integers, Texts
from leadkit.market.draws import Draws, pick

FAMILY = "Nguyễn,Trần,Lê,Phạm,Hoàng,Huỳnh,Phan,Vũ,Võ,Đặng,Bùi,Đỗ,Hồ,Ngô,Dương,Lý"
MIDDLE = "Minh,Thanh,Ngọc,Hoài,Gia,Quốc,Thu,Xuân,Đức,Hải,Kim,Bảo"
GIVEN = (
    "An,Anh,Ánh,Bình,Châu,Chi,Cường,Diệp,Dung,Dũng,Duy,Giang,Hà,Hạnh,Hiếu,Hòa,Hùng,Hương,Khánh,"
    "Khoa,Lan,Linh,Long,Mai,Nam,Nga,Nhung,Phong,Phúc,Phương,Quân,Quỳnh,Sơn,Tâm,Thảo,Trang,Trung,"
    "Tuấn,Vân,Yến"
)
NOUN = (
    "Cây Tre,Con Thuyền,Mái Nhà,Dòng Sông,Bông Lúa,Ngọn Đồi,Cánh Buồm,Giọt Nước,Vầng Trăng,"
    "Tia Nắng,Lá Cọ,Hạt Gạo,Khu Vườn,Đám Mây,Cơn Gió,Hàng Cau,Bến Đò,Sân Ga,Ngõ Nhỏ,Chiếc Nón"
)
NAMES, NOUNS = [part.split(",") for part in (FAMILY, MIDDLE, GIVEN)], NOUN.split(",")
FORMS = ("Hộ kinh doanh", "Công ty TNHH", "Công ty Cổ phần")
SHORT_FORMS = ("HKD", "Cty TNHH", "CTCP")
DOMAINS = ("freemail.example", "example.com", "example.net", "example.org")
NUMBERS = 10_000_000
PER_QUARTER = NUMBERS // 8
STRIDES = (7_368_787, 9_172_733, 3_141_593)


@dataclass(frozen=True)
class People:
    """Names and true contact data of every lead, one entry each."""

    full_name: Texts
    email: Texts
    phone: Texts
    company: Texts
    company_mail: Texts
    account: Texts


def people(
    draws: Draws, quarter: Integers, segment: Integers, twin: Integers, near: Flags
) -> People:
    """Draw the people; a duplicate is its twin, met again (see `near`).

    An exact duplicate has its twin's phone or e-mail address; a near one neither, and its name is
    written otherwise.
    """
    u = draws("contact")
    name = [pick(u[:, place], np.ones(len(part)))[twin] for place, part in enumerate(NAMES)]
    row = np.arange(len(twin))
    exact = (twin != row) & ~near
    shares_phone = u[:, 9] < 0.5
    phone, mail, account = (_serial(draws, quarter, stride) for stride in STRIDES)
    mail_of = np.where(exact & ~shares_phone, twin, row)
    number = mail[mail_of].astype("str").astype(object)
    local = _plain(NAMES[2])[name[2]] + "." + _plain(NAMES[0])[name[0]] + number
    domain = np.array(DOMAINS, dtype=object)[pick(u[mail_of, 6], np.ones(len(DOMAINS)))]
    phone = phone[np.where(exact & shares_phone, twin, row)]
    firm, firm_mail = _companies(draws, segment, twin, near)
    return People(
        full_name=_names(name, near, turns=u[:, 8] < 0.5),
        email=local + "@" + domain,
        phone="095" + np.char.zfill(phone.astype("str"), 7).astype(object),
        company=firm,
        company_mail="info@" + firm_mail,
        account="A" + np.char.zfill(account[np.where(exact, twin, row)].astype("str"), 7),
    )


def _serial(draws: Draws, quarter: Integers, stride: int) -> Integers:
    """Return a number below ten million for each lead, none twice, in no visible order."""
    place = np.concatenate(
        [np.arange(n) + own * (PER_QUARTER // 2) for _quarter, own, n in draws.blocks]
    )
    return np.asarray((quarter * PER_QUARTER + place) * stride % NUMBERS)


def _names(name: list[Integers], near: Flags, turns: Flags) -> Texts:
    """Return full names; those of near duplicates in reverse order, or without tone marks."""
    full = [np.array(part, dtype=object)[place] for part, place in zip(NAMES, name, strict=True)]
    bare = [_plain(part, lower=False)[place] for part, place in zip(NAMES, name, strict=True)]
    otherwise = np.where(turns, _spaced(full[::-1]), _spaced(bare))
    return np.where(near, otherwise, _spaced(full))


def _spaced(words: list[Texts]) -> Texts:
    return words[0] + " " + words[1] + " " + words[2]


def _companies(draws: Draws, segment: Integers, twin: Integers, near: Flags) -> tuple[Texts, Texts]:
    u = draws("contact")[twin]
    noun = pick(u[:, 3], np.ones(len(NOUNS)))
    number = (1 + np.floor(9_999 * u[:, 4])).astype(np.int64).astype("str").astype(object)
    form = np.where(segment == 0, 0, 1 + (u[:, 5] < 0.3))
    legal = np.where(near, np.array(SHORT_FORMS, object)[form], np.array(FORMS, object)[form])
    slug = np.char.replace(_plain(NOUNS).astype("str"), " ", "-").astype(object)
    return legal + " " + np.array(NOUNS, dtype=object)[noun] + " " + number, (
        slug[noun] + "-" + number + ".example"
    )


def _plain(words: list[str], *, lower: bool = True) -> Texts:
    """Return words without tone marks."""
    bare = [
        "".join(sign for sign in unicodedata.normalize("NFD", word) if ord(sign) < 0x300)
        for word in (word.replace("đ", "d").replace("Đ", "D") for word in words)
    ]
    return np.array([word.lower() if lower else word for word in bare], dtype=object)
