"""What three CRMs call the columns and values of a lead book: invented firms' habits, as data."""

from __future__ import annotations

from typing import NamedTuple

TIMES = (
    "created_at", "mql_at", "handed_off_at", "first_response_at", "accepted_at", "rejected_at",
    "closed_at", "last_activity_at",
)  # fmt: skip
DAYS = ("consent_at", "bounced_on", "last_active_on")
MONEY = ("deal_value", "expected_amount")


class Shape(NamedTuple):
    """One CRM's export: its columns in order (header, name of ours), and its words for values.

    `title` is a row above the header. Times are UTC, or the firm's own (`local`). In an `untidy`
    one some rows were typed by people, and a bad copy mangled some accents.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    words: dict[str, dict[str, str]]
    separator: str = ","
    title: str = ""
    local: bool = False
    untidy: bool = True


HUBSPOT_REASONS = {
    "DATA_INVALID": "Invalid Contact Data", "DUPLICATE": "Duplicate",
    "NOT_ICP": "Not a Good Fit", "NO_AUTHORITY": "No Authority", "NO_NEED": "No Need",
    "NO_BUDGET": "No Budget", "BAD_TIMING": "Bad Timing", "UNREACHABLE": "Unresponsive",
    "LOST_PRICE": "Price", "LOST_COMPETITOR": "Competitor", "LOST_PRODUCT": "Missing Feature",
    "OTHER": "Other",
}  # fmt: skip
HUBSPOT = Shape(
    name="hubspot",
    columns=(
        ("Record ID", "lead_id"),
        ("First Name", "first_name"),
        ("Last Name", "last_name"),
        ("Email", "email"),
        ("Phone Number", "phone"),
        ("Company Name", "company"),
        ("Primary Associated Company ID", "account_id"),
        ("Job Title", "role"),
        ("Company Size", "segment"),
        ("Industry", "industry"),
        ("State/Region", "province"),
        ("Original Source", "source"),
        ("Original Source Drill-Down 1", "campaign"),
        ("Lifecycle Stage", "stage"),
        ("Lead Status", "status"),
        ("Create Date", "created_at"),
        ("Became a Marketing Qualified Lead Date", "mql_at"),
        ("Owner Assigned Date", "handed_off_at"),
        ("Date of First Engagement", "first_response_at"),
        ("Became a Sales Qualified Lead Date", "accepted_at"),
        ("Disqualified Date", "rejected_at"),
        ("Disqualification Reason", "rejection_reason"),
        ("Close Date", "closed_at"),
        ("Closed Lost Reason", "lost_reason"),
        ("Recent Deal Amount", "deal_value"),
        ("Contact owner", "owner"),
        ("Marketing Consent Date", "consent_at"),
        ("Number of Pageviews", "pages_14d"),
        ("Marketing emails opened", "opens_30d"),
        ("Demo Requested", "demo"),
        ("Downloads", "downloads"),
        ("Webinar Attended", "webinar_attended"),
        ("Days Since Last Visit", "days_since_visit"),
        ("Budget", "budget"),
        ("HubSpot Score", "points"),
        ("Sales Tag", "sales_tag"),
        ("Expected Amount", "expected_amount"),
        ("Tax Code", "tax_code"),
        ("Number of Times Contacted", "n_calls"),
        ("Legacy CRM ID", "crm_id"),
        ("Last Activity Date", "last_activity_at"),
        ("Profile Completed", "profile_completed"),
        ("Email Hard Bounced", "email_bounced"),
    ),
    words={
        "stage": {
            "won": "Customer", "lost": "Other", "met": "Opportunity",
            "accepted": "Sales Qualified Lead", "qualified": "Marketing Qualified Lead",
            "given": "Lead",
        },
        "status": {
            "new": "New", "tried": "Attempted to Contact", "accepted": "Connected",
            "met": "Open Deal", "returned": "Unqualified", "lost": "Unqualified",
            "won": "Open Deal",
        },
        "rejection_reason": HUBSPOT_REASONS,
        "lost_reason": HUBSPOT_REASONS,
    },
    untidy=False,
)  # fmt: skip

SALESFORCE_REASONS = {
    "DATA_INVALID": "Bad Data", "DUPLICATE": "Duplicate", "NOT_ICP": "Poor Fit",
    "NO_AUTHORITY": "No Authority", "NO_NEED": "No Need", "NO_BUDGET": "No Budget",
    "BAD_TIMING": "Bad Timing", "UNREACHABLE": "No Response", "LOST_PRICE": "Pricing",
    "LOST_COMPETITOR": "Competition", "LOST_PRODUCT": "Product Limitation", "OTHER": "Other",
}  # fmt: skip
SALESFORCE = Shape(
    name="salesforce",
    columns=(
        ("Id", "lead_id"),
        ("LastName", "last_name"),
        ("FirstName", "first_name"),
        ("Company", "company"),
        ("Account_Id__c", "account_id"),
        ("Title", "role"),
        ("Email", "email"),
        ("Phone", "phone"),
        ("State", "province"),
        ("LeadSource", "source"),
        ("Campaign__c", "campaign"),
        ("Status", "status"),
        ("Industry", "industry"),
        ("Segment__c", "segment"),
        ("OwnerId", "owner"),
        ("CreatedDate", "created_at"),
        ("MQL_Date__c", "mql_at"),
        ("Handed_Off_Date__c", "handed_off_at"),
        ("First_Response_Date__c", "first_response_at"),
        ("Accepted_Date__c", "accepted_at"),
        ("Rejected_Date__c", "rejected_at"),
        ("Rejection_Reason__c", "rejection_reason"),
        ("Closed_Date__c", "closed_at"),
        ("Lost_Reason__c", "lost_reason"),
        ("Deal_Value__c", "deal_value"),
        ("Consent_Date__c", "consent_at"),
        ("Pages_14d__c", "pages_14d"),
        ("Opens_30d__c", "opens_30d"),
        ("Demo__c", "demo"),
        ("Downloads__c", "downloads"),
        ("Webinar__c", "webinar_attended"),
        ("Days_Since_Visit__c", "days_since_visit"),
        ("Budget__c", "budget"),
        ("Points__c", "points"),
        ("Sales_Tag__c", "sales_tag"),
        ("Expected_Amount__c", "expected_amount"),
        ("Tax_Code__c", "tax_code"),
        ("Number_of_Calls__c", "n_calls"),
        ("Legacy_Id__c", "crm_id"),
        ("LastActivityDate", "last_active_on"),
        ("Profile_Completed__c", "profile_completed"),
        ("EmailBouncedDate", "bounced_on"),
    ),
    words={
        "status": {
            "new": "Open - Not Contacted", "tried": "Working - Contacted",
            "accepted": "Working - Contacted", "met": "Working - Contacted",
            "returned": "Closed - Not Converted", "lost": "Closed - Not Converted",
            "won": "Closed - Converted",
        },
        "rejection_reason": SALESFORCE_REASONS,
        "lost_reason": SALESFORCE_REASONS,
    },
)  # fmt: skip

SHEET_REASONS = {
    "DATA_INVALID": "Sai thông tin", "DUPLICATE": "Trùng", "NOT_ICP": "Không đúng đối tượng",
    "NO_AUTHORITY": "Không có quyền quyết định", "NO_NEED": "Không có nhu cầu",
    "NO_BUDGET": "Không có ngân sách", "BAD_TIMING": "Chưa đúng lúc",
    "UNREACHABLE": "Không liên lạc được", "LOST_PRICE": "Giá cao",
    "LOST_COMPETITOR": "Chọn bên khác", "LOST_PRODUCT": "Thiếu tính năng", "OTHER": "Khác",
}  # fmt: skip
SHEET = Shape(
    name="bang_khach_hang",
    columns=(
        ("Mã lead", "lead_id"),
        ("Họ tên", "full_name"),
        ("Số điện thoại", "phone"),
        ("Email", "email"),
        ("Công ty", "company"),
        ("Chức vụ", "role"),
        ("Quy mô", "segment"),
        ("Ngành nghề", "industry"),
        ("Tỉnh/TP", "province"),
        ("Nguồn khách hàng", "source"),
        ("Chiến dịch", "campaign"),
        ("Trạng thái", "status"),
        ("Ngày tạo", "created_at"),
        ("Ngày đạt MQL", "mql_at"),
        ("Ngày bàn giao", "handed_off_at"),
        ("Phản hồi đầu tiên", "first_response_at"),
        ("Ngày tiếp nhận", "accepted_at"),
        ("Ngày trả lại", "rejected_at"),
        ("Lý do trả lại", "rejection_reason"),
        ("Ngày đóng", "closed_at"),
        ("Lý do mất", "lost_reason"),
        ("Giá trị đơn hàng", "deal_value"),
        ("Nhân viên phụ trách", "owner"),
        ("Ngày đồng ý nhận tin", "consent_at"),
        ("Số trang đã xem", "pages_14d"),
        ("Số email đã mở", "opens_30d"),
        ("Xin demo", "demo"),
        ("Số tài liệu đã tải", "downloads"),
        ("Dự webinar", "webinar_attended"),
        ("Số ngày từ lần ghé cuối", "days_since_visit"),
        ("Ngân sách", "budget"),
        ("Điểm", "points"),
        ("Sales đánh giá", "sales_tag"),
        ("Giá trị dự kiến", "expected_amount"),
        ("Mã số thuế", "tax_code"),
        ("Số lần gọi", "n_calls"),
        ("Mã cũ", "crm_id"),
        ("Hoạt động gần nhất", "last_activity_at"),
        ("Mức đủ hồ sơ", "profile_completed"),
        ("Email lỗi", "email_bounced"),
    ),
    words={
        "source": {
            "website_form": "Form website", "google_ads": "Google Ads",
            "facebook_lead_ads": "Facebook", "zalo_oa": "Zalo OA", "webinar": "Webinar",
            "referral": "Giới thiệu", "partner": "Đối tác", "bought_list": "Danh sách mua",
            "self_generated": "Sales tự tìm",
        },
        "segment": {
            "household": "Hộ kinh doanh", "small": "Nhỏ", "medium": "Vừa", "large": "Lớn",
        },
        "role": {
            "owner_director": "Chủ/Giám đốc", "manager": "Quản lý", "staff": "Nhân viên",
            "student_other": "Sinh viên/khác",
        },
        "industry": {
            "retail": "Bán lẻ", "food_service": "Ăn uống", "manufacturing": "Sản xuất",
            "logistics": "Vận tải", "education": "Giáo dục", "healthcare": "Y tế",
            "construction": "Xây dựng", "other": "Khác",
        },
        "province": {"other": "Khác"},
        "budget": {"yes": "Có", "no": "Không"},
        "sales_tag": {"junk": "Rác", "cold": "Lạnh", "warm": "Ấm", "hot": "Nóng"},
        "status": {
            "new": "Mới", "tried": "Đang liên hệ", "accepted": "Đang liên hệ",
            "met": "Phát sinh nhu cầu", "returned": "Thất bại", "lost": "Thất bại",
            "won": "Đã chốt",
        },
        "rejection_reason": SHEET_REASONS,
        "lost_reason": SHEET_REASONS,
    },
    separator=";",
    title="DANH SÁCH KHÁCH HÀNG TIỀM NĂNG - xuất ngày 30/09/2026",
    local=True,
)  # fmt: skip

SHAPES = (HUBSPOT, SALESFORCE, SHEET)
