"""What buyers need and what sales writes about them, in two languages: invented, kept as data."""

from __future__ import annotations

NEEDS = ("bookkeeping", "e_invoices", "stock", "point_of_sale", "payroll", "debts", "training")
NEED_SHARES = {
    "retail": (0.10, 0.15, 0.27, 0.25, 0.04, 0.12, 0.07),
    "food_service": (0.08, 0.17, 0.17, 0.38, 0.08, 0.03, 0.09),
    "manufacturing": (0.20, 0.12, 0.27, 0.02, 0.18, 0.14, 0.07),
    "logistics": (0.15, 0.22, 0.14, 0.02, 0.17, 0.24, 0.06),
    "education": (0.24, 0.16, 0.02, 0.06, 0.22, 0.12, 0.18),
    "healthcare": (0.22, 0.20, 0.18, 0.10, 0.14, 0.06, 0.10),
    "construction": (0.20, 0.14, 0.14, 0.01, 0.18, 0.27, 0.06),
    "other": (0.22, 0.20, 0.12, 0.10, 0.12, 0.12, 0.12),
}
STILL_TALKING = ("interested", "compares", "later")
"""How a comment ends where no reason was written."""
ENGLISH = (
    {
        "bookkeeping": "Wants the books in one place",
        "e_invoices": "Asks for e-invoices",
        "stock": "Loses count of stock",
        "point_of_sale": "Needs a faster till",
        "payroll": "Does payroll by hand",
        "debts": "Cannot see who owes what",
        "training": "Wants staff trained first",
    },
    {
        "interested": "sounds keen",
        "compares": "compares us with others",
        "later": "will talk again next week",
        "DATA_INVALID": "the contact data are wrong",
        "DUPLICATE": "we knew this buyer already",
        "UNREACHABLE": "could not be reached again",
        "NOT_ICP": "not the kind of firm we serve",
        "NO_AUTHORITY": "somebody else decides",
        "NO_NEED": "but manages well without us",
        "NO_BUDGET": "no money for it this year",
        "BAD_TIMING": "not before next season",
        "LOST_PRICE": "found us too dear",
        "LOST_COMPETITOR": "went to a competitor",
        "LOST_PRODUCT": "misses a function we lack",
        "OTHER": "gave no clear reason",
    },
)
VIETNAMESE = (
    {
        "bookkeeping": "Muốn gom sổ sách về một chỗ",
        "e_invoices": "Hỏi về hóa đơn điện tử",
        "stock": "Kho hay lệch số",
        "point_of_sale": "Cần tính tiền nhanh hơn",
        "payroll": "Đang tính lương bằng tay",
        "debts": "Không nắm được công nợ",
        "training": "Muốn đào tạo nhân viên trước",
    },
    {
        "interested": "có vẻ quan tâm",
        "compares": "đang so sánh với bên khác",
        "later": "hẹn nói chuyện lại tuần sau",
        "DATA_INVALID": "thông tin liên hệ sai",
        "DUPLICATE": "khách này đã có rồi",
        "UNREACHABLE": "không liên lạc lại được",
        "NOT_ICP": "không đúng nhóm khách của mình",
        "NO_AUTHORITY": "người khác quyết định",
        "NO_NEED": "nhưng tự xoay xở được",
        "NO_BUDGET": "năm nay chưa có kinh phí",
        "BAD_TIMING": "hẹn mùa sau",
        "LOST_PRICE": "chê giá cao",
        "LOST_COMPETITOR": "đã chọn bên khác",
        "LOST_PRODUCT": "thiếu tính năng họ cần",
        "OTHER": "không nói rõ lý do",
    },
)
