"""Names that speak of what comes after the handoff, in English and Vietnamese."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from leadkit.base.language import N_, _
from leadkit.model.findings import DOUBTFUL, Finding

EARLIER = re.compile(r"\b(?:previous|prev|past|prior|former|earlier|truoc|cu)\b")
HONEST = re.compile(
    r"\b(?:marital|civil|family|employment|job|working|citizenship|residen\w+|ownership|home|health"
    r"|student|hon nhan|viec lam|cong viec|cu tru) status\b"
    r"|\btinh trang (?:hon nhan|viec lam|gia dinh)\b"
    r"|\b(?:life|funding|career|growth|company|business|education) stage\b"
    r"|\breason (?:for|to) (?:\w+ )?(?:visit|contact|interest|enquiry|inquiry|sign ?up|learn)\w*"
    r"|\bly do (?:quan tam|lien he|dang ky)\b"
    r"|\baccepted (?:terms|privacy|cookies|marketing)\b|\b(?:user|travel) agent\b"
    r"|\bcredit rating\b|\btags? (?:manager|line)\b|\bdata quality\b|\bdelivery address\b"
    r"|\bdays since\b.*\bvisit\b|\btime spent\b"
)
AT_CREATION = re.compile(
    r"\b(?:source|origin|medium|channel|campaign|utm|referr\w+|first (?:touch|interaction)|landing"
    r"|industry|sector|segment|size|employees|headcount|turnover|country|region|state|province"
    r"|city|district|language|device|browser|title|role|position|occupation|profession|job"
    r"|department|age|gender|sex|education|degree|marital"
    r"|nguon|kenh|chien dich|nganh|quy mo|phan khuc|tinh(?! trang)|thanh pho"
    r"|khu vuc|quoc gia|chuc vu|vi tri|nghe nghiep|tuoi|gioi tinh|hoc van|trinh do)\b"
)


@dataclass(frozen=True)
class Group:
    """A group of words, what they speak of, and what to ask about such a column."""

    words: re.Pattern[str]
    says: str
    ask: str


def _group(words: str, says: str, ask: str) -> Group:
    return Group(re.compile(rf"\b(?:{words})\b"), says, ask)


GROUPS = (
    _group(
        r"days (?:\w+ )*(?:open|stage|sales|elapsed|closing|identified|qualified|validated|process)"
        r"|(?:elapsed|total|ratio|open) (?:\w+ )*days|days (?:open|to|until|in)|elapsed|durations?"
        r"|time to (?:close|contact|respon\w+|convert|win|accept)|(?:sales |deal )?cycle"
        r"|age in days|response time|hours? to|talk time|lead age|deal age|stage change\w*"
        r"|thoi luong|so ngay (?:mo|xu ly|cham soc|o giai doan|den|tu khi (?:tao|ban giao))"
        r"|thoi gian (?:xu ly|goi|cho|chot|cham soc|phan hoi|dam thoai)",
        N_("its name speaks of how long something took, which is known when it is over"),
        N_("From when to when does {column} count, and was it complete at the handoff?"),
    ),
    _group(
        r"last (?:\w+ )?(?:activit\w+|contact\w*|call\w*|touch\w*|modif\w+|updat\w+|chang\w+"
        r"|meeting|note|repl\w+|engage\w+|interact\w+|email\w*)|(?:modified|updated) (?:at|on|date"
        r"|time|by)|date modified|times contacted|owner changed"
        r"|(?:number of|num|n|no of|total|count of|nb) (?:\w+ )?"
        r"(?:calls?|contacts?|contacted|meetings?|attempts?|touch\w*|notes?|follow ?ups?|tasks?"
        r"|activit\w+|sales activit\w+)"
        r"|(?:call|contact|meeting|attempt|activity|touch|follow ?up)s? "
        r"(?:count|attempts?|result|outcome|duration|minutes|notes?)|call (?:time|length|seconds)"
        r"|(?:calls?|meetings?|tasks?|activities|events) (?:made|held|involved|logged|completed)"
        r"|first (?:response|reply|call|contacted|engagement|meeting)|follow ?ups?"
        r"|hoat dong (?:gan|cuoi|sau)\w*"
        r"|(?:lien he|goi|cap nhat|tuong tac|cham soc) (?:gan|cuoi)\w*"
        r"|so (?:lan|cuoc) (?:goi|lien he|gap|hen|cham soc|tuong tac)|lan goi|cuoc goi"
        r"|phan hoi dau tien|ngay (?:cap nhat|sua)",
        N_("its name speaks of activity that goes on after the handoff"),
        N_("Does {column} go on counting after the handoff? What did it show on that day?"),
    ),
    _group(
        r"contracts?|invoic\w+|deals?|proposals?|quotes?|quotations?|orders?|purchased?|paid"
        r"|payments?|billing|shipping|shipment|delivery|delivered|installation|onboarding|upsell"
        r"|(?:expected|close[d]?|won|sales?|opportunity|opp|booked|actual|forecast) "
        r"(?:amount|value|revenue|date)|amount(?= *$)|probability|forecast"
        r"|tax (?:code|id|no|number)|vat(?: \w+)?|(?:converted )?opportunity(?: id)?"
        r"|hop dong|hoa don|don hang|bao gia|thanh toan|giao hang|dat coc|dat mua|ma so thue|mst"
        r"|(?:gia tri|doanh thu|doanh so) (?:du kien|chot|thuc te|don)|trien khai|co hoi",
        N_("its name speaks of a deal, which comes after the handoff"),
        N_("Who fills {column}, and at what step of the sale?"),
    ),
    _group(
        r"status|stages?|(?:life ?cycle|pipeline)(?: stage)?|closed?|closing|close ?date"
        r"|closed ?won|won|lost|wins?|outcome|result|converted|conversion|convert\w* (?:at|on|date)"
        r"|qualified|disqualif\w+|unqualif\w+|reject\w*|accepted|acceptance|reasons?|churn\w*"
        r"|trang thai|tinh trang|giai doan|ket qua|chot|ly do|that bai|thanh cong"
        r"|ngay (?:dong(?! y)|chot|mat|tra lai|tiep nhan|tu choi)|tra lai|tu choi|tiep nhan"
        r"|thang thua",
        N_("its name speaks of how far the lead came, or how it ended"),
        N_("Can the history of {column} in the CRM give its value on the day of the handoff?"),
    ),
    _group(
        r"(?:lead |contact |account |opportunity |deal )?owner(?: \w+)?|(?:sales|account|lead) ?"
        r"(?:agent|rep|person|man|executive|manager|representative)|agent|rep|reps|sdr|bdr|closer"
        r"|assigned(?: to| at| on| date)?|assignee|handled by|salesperson|consultant|counsell?or"
        r"|nhan vien|nguoi phu trach|phu trach|nguoi cham soc|tu van vien|sale phu trach",
        N_("its name speaks of who works the lead, which sales may settle after the handoff"),
        N_("Is {column} the person at the handoff, or the one who has the lead today?"),
    ),
    _group(
        r"tags?|temperature|(?:lead|sales|prospect) (?:quality|rating|tag|grade|notes?|comments?"
        r"|opinion|assessment)|ratings?|quality(?= *$)|notes?|comments?|remarks?|feedback"
        r"|disposition|next (?:step|action)|competitors?"
        r"|danh gia|ghi chu|nhan xet|sales (?:danh gia|ghi chu|nhan xet)|y kien sales|doi thu",
        N_("its name speaks of what people wrote down, perhaps once they knew the end"),
        N_("Who writes {column}, and can it be changed after the handoff?"),
    ),
    _group(
        r"(?:profile|record|form|data) (?:\w+ )?(?:complet\w+|status|level|progress)|completeness"
        r"|(?:percent|pct) complet\w+|(?:lead )?profile(?= *$)|progress|(?:\w+ )?bounced?(?: \w+)?"
        r"|unsubscrib\w+|opt(?:ed)? out(?: \w+)?|has opted|is customer|customer (?:id|number|since"
        r"|code|type)|(?:muc )?(?:do )?(?:day )?(?:du|hoan thien)(?: ho so)"
        r"|muc (?:do )?hoan thien|ho so|hoan thien|hoan thanh"
        r"|(?:email|mail|thu) (?:bi )?(?:loi|tra ve|hong)|huy dang ky|ma khach hang|khach hang tu",
        N_("its name speaks of a state that changes later, so the export may show a later one"),
        N_("Is {column} the state at the handoff, or the state of today?"),
    ),
)


def words_of(name: str) -> str:
    """Return a column's name as plain lower-case words without accents.

    Examples
    --------
    >>> words_of("LostReason__c"), words_of("Trạng thái_KH"), words_of("emp.var.rate")
    ('lost reason', 'trang thai kh', 'emp var rate')
    """
    text = re.sub(r"__c$", "", str(name))
    text = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def by_name(name: str) -> list[Finding]:
    """Find words in a column's name that speak of what comes after the handoff.

    Parameters
    ----------
    name : str
        As the export calls the column.

    Returns
    -------
    list of Finding
        One or none.

    Examples
    --------
    >>> [one.verdict for one in by_name("Ngày chốt hợp đồng")], by_name("marital_status")
    (['doubtful'], [])
    """
    words = HONEST.sub(" ", words_of(name))
    if EARLIER.search(words):
        return []
    for group in GROUPS:
        if group.words.search(words):
            return [Finding(DOUBTFUL, _(group.says), _(group.ask).format(column=name))]
    return []


def names_creation(name: str) -> bool:
    """Return whether a name speaks of what is known when a lead is created.

    Examples
    --------
    >>> names_creation("Lead Source"), names_creation("Quy mô"), names_creation("Tax code")
    (True, True, False)
    """
    return bool(AT_CREATION.search(words_of(name)))
