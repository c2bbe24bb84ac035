"""Leads as printed cards: six to judge by hand, twelve to sort by hand and by rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from leadkit.base.language import N_, _, day

CREATED = "2026-09-14T02:00Z"
SOURCES = (N_("website"), N_("trade fair"), N_("webinar"), N_("referral"))
FREE_MAIL = "freemail.example"


@dataclass(frozen=True, kw_only=True)
class Card:
    """A lead as it lies on the table; blank is empty, `hours` is its age at the handoff.

    `good` says whether sales can work it, `oddity` what is odd about it, as a catalog entry.
    """

    key: str
    full_name: str
    phone: str
    email: str = ""
    company: str = ""
    province: str = ""
    source: str = ""
    agreed: date | None = None
    hours: float
    do_not_call: bool = False
    good: bool = True
    oddity: str = N_("nothing odd")

    @property
    def name(self) -> str:
        """The card's key, and whom it is about."""
        return f"{self.key} {self.full_name}"

    @property
    def consent(self) -> str:
        """What is known of the person's consent."""
        if self.do_not_call:
            return _("none; asked not to be called")
        return day(self.agreed) if self.agreed else _("none")


AGREED = date(2026, 9, 14)
SIX = (
    Card(
        key="L1", full_name="Nguyễn Văn An", company="Cây Tre", phone="0950 000 101",
        email="an@cay-tre.example", province="Hà Nội", source="website", agreed=AGREED, hours=1,
    ),
    Card(
        key="L2", full_name="Trần Thị Bình", phone="0950 000 102", email="binh@example.com",
        province="Đà Nẵng", source="trade fair", agreed=AGREED, hours=6,
    ),
    Card(
        key="L3", full_name="Lê Minh Hoàng", company="Con Thuyền", phone="0950 000 103",
        email="hoang@@con-thuyen.example", province="Hà Nội", source="webinar", agreed=AGREED,
        hours=48,
    ),
    Card(
        key="L4", full_name="Nguyen Van An", phone="+84 950 000 101", email="an@cay-tre.example",
        province="Hà Nội", source="trade fair", agreed=AGREED, hours=0.5, good=False,
    ),
    Card(
        key="L5", full_name="test", company="abc", phone="0123", province="Hà Nội", agreed=AGREED,
        hours=168, good=False,
    ),
    Card(
        key="L6", full_name="Phạm Thu Hà", company="Mái Nhà", phone="0950 000 106",
        email="ha@mai-nha.example", province="Hải Phòng", source="referral", hours=1,
        do_not_call=True, good=False,
    ),
)  # fmt: skip
NO_COMPANY, FREE = N_("no company"), N_("a free e-mail address")
DEAD, UNASKED = N_("dead number, no e-mail"), N_("no consent")
TWELVE = (
    Card(
        key="1", full_name="Vũ Thu Lan", company="Dòng Sông", phone="0950 000 201",
        email="lan@dong-song.example", agreed=AGREED, hours=3,
    ),
    Card(
        key="2", full_name="Đỗ Quốc Tuấn", company="Ngọn Đồi", phone="0123 456 789", agreed=AGREED,
        hours=5, good=False, oddity=DEAD,
    ),
    Card(
        key="3", full_name="Bùi Hải Hạnh", phone="0950 000 203", email="hanh@hang-cau.example",
        agreed=AGREED, hours=2, oddity=NO_COMPANY,
    ),
    Card(
        key="4", full_name="Ngô Gia Minh", company="Sân Ga", phone="0950 000 204",
        email=f"minh@{FREE_MAIL}", agreed=AGREED, hours=7, oddity=FREE,
    ),
    Card(
        key="5", full_name="Lý Kim Chi", company="Bến Đò", phone="0950 000 205",
        email="chi@ben-do.example", hours=1, good=False, oddity=UNASKED,
    ),
    Card(
        key="6", full_name="Hồ Đức Long", company="Lá Cọ", phone="0950 000 206",
        email="long@la-co.example", agreed=AGREED, hours=80, oddity=N_("80 hours old"),
    ),
    Card(
        key="7", full_name="Vu Thu Lan", company="Dòng Sông", phone="+84 950 000 201",
        email="thulan@example.org", agreed=AGREED, hours=4, good=False,
        oddity=N_("lead 1 once more"),
    ),
    Card(
        key="8", full_name="Phan Ngọc Nga", company="Cơn Gió", phone="0955 555 555", agreed=AGREED,
        hours=2, good=False, oddity=DEAD,
    ),
    Card(
        key="9", full_name="Dương Bảo Khoa", company="Hạt Gạo", phone="0950 000 209",
        email="khoa@hat-gao.example", agreed=AGREED, hours=20,
    ),
    Card(
        key="10", full_name="Võ Thanh Mai", company="Đám Mây", phone="0950 000 210",
        email=f"mai@{FREE_MAIL}", agreed=AGREED, hours=9, oddity=FREE,
    ),
    Card(
        key="11", full_name="Trần Xuân Phúc", company="Vầng Trăng", phone="0950 000 211",
        email="phuc@vang-trang.example", hours=6, good=False, oddity=UNASKED,
    ),
    Card(
        key="12", full_name="Lê Hoài Yến", phone="0950 000 212", email="yen@ngo-nho.example",
        agreed=AGREED, hours=30, oddity=NO_COMPANY,
    ),
)  # fmt: skip
