"""What CRMs and people call a column, so that a bare export can be read."""

from __future__ import annotations

import unicodedata

ROLE_NAMES: dict[str, tuple[str, ...]] = {
    "lead_id": ("lead id", "leadid", "id", "record id", "prospect id", "lead number", "mã lead"),
    "created_at": (
        "created at", "created", "created date", "create date", "createdate", "creation date",
        "created on", "createdon", "createddate", "date created", "date create", "created time",
        "ngày tạo",
    ),
    "closed_at": (
        "closed at", "closed", "close date", "closedate", "closeddate", "closed date",
        "date closed", "converted date", "ngày đóng", "ngày chốt",
    ),
    "account_id": ("account id", "accountid", "company id", "mã công ty"),
    "email": ("email", "e-mail", "email address", "emailaddress1", "email from", "mail"),
    "phone": (
        "phone", "mobile", "phone number", "mobile phone", "mobile no", "telephone", "telephone1",
        "mobilephone", "tel", "số điện thoại", "sđt", "điện thoại",
    ),
    "full_name": ("full name", "fullname", "contact name", "lead name", "họ tên", "họ và tên"),
    "company": ("company", "company name", "companyname", "organization", "công ty", "tổ chức"),
}  # fmt: skip
CONTACT_NAMES = (
    "first name", "firstname", "last name", "lastname", "name", "tên", "họ và đệm", "fax",
    "website", "web site", "street", "address", "địa chỉ", "secondary email", "skype id",
)  # fmt: skip
OPEN_VALUES = (
    "open", "new", "potential", "long term", "in progress", "in progress positive",
    "in progress negative", "working", "contacted", "attempted to contact", "contact in future",
    "connected", "nurture", "nurturing", "pending", "qualifying", "prospecting", "engaging",
    "open not contacted", "working contacted", "assigned", "in process", "not contacted",
    "open deal", "evaluating", "interested", "mới", "đang liên hệ", "đang xử lý", "tiềm năng",
)  # fmt: skip
WON_VALUES = (
    "won", "closed won", "yes", "true", "1", "converted", "closed converted", "customer", "thắng",
    "thành công", "đã chốt", "có",
)  # fmt: skip


def plain(name: object) -> str:
    """Return a name without case, doubled spaces and the signs CRMs join words with.

    Examples
    --------
    >>> plain("Created_Date"), plain("  Open - Not  Contacted")
    ('created date', 'open not contacted')
    """
    text = unicodedata.normalize("NFC", str(name)).casefold()
    return " ".join(text.replace("_", " ").replace("-", " ").split())


_ROLES = {plain(name): role for role, names in ROLE_NAMES.items() for name in (role, *names)}


def role_of(name: str) -> str | None:
    """Return the canonical column a name stands for, or None."""
    return _ROLES.get(plain(name))


def is_contact(name: str) -> bool:
    """Return whether a column of this name holds contact data."""
    role = role_of(name)
    return role in ("email", "phone", "full_name", "company") or plain(name) in CONTACT_NAMES
