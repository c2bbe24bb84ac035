# %% [markdown] id="title" lang="en"
# # Write and audit the agreement
#
# "Bad leads", "bad selling": both are said after the quarter, and both can be true. What helps is a page that was
# signed before it: what each side owes, in numbers that this book can measure.
#
# **At the end you can say how many leads a revenue target takes, draft an agreement from what was kept so far,
# check it, sign it, hold both sides to it, and see what it would have paid.**
# %% [markdown] id="title" lang="vi" of="51137dde"
# # Soạn thỏa thuận và kiểm tra cam kết
#
# "Lead kém", "bán kém": câu nào cũng chỉ được nói ra sau khi hết quý, và câu nào cũng có thể đúng. Điều giúp ích là một trang giấy
# đã ký từ trước: mỗi bên phải làm gì, bằng những con số mà sổ lead này đo được.
#
# **Đến cuối bài, bạn biết một mục tiêu doanh thu cần bao nhiêu lead, soạn được thỏa thuận từ những gì đã giữ được đến nay,
# kiểm tra, ký, đối chiếu với cả hai bên, và xem nếu thưởng theo đó thì mỗi bên được bao nhiêu.**
# %% id="setup" tags=["setup"]
from tempfile import mkdtemp

import leadkit as lk
import pandas as pd

lk.setup("en")
book = lk.read_book(lk.sample())
# %% [markdown] id="owed" lang="en"
# ## 1. How many leads does a target take?
#
# Revenue, divided by what a deal brings, divided by the share of leads that buy: three numbers, and two of them are
# known only roughly. It is the end of June 2026, and the plan for the next quarter stands in the book.
# %% [markdown] id="owed" lang="vi" of="80ae6fd7"
# ## 1. Mục tiêu này cần bao nhiêu lead?
#
# Lấy doanh thu chia cho giá trị một đơn, rồi chia cho tỷ lệ lead chốt đơn: ba con số, mà hai trong đó chỉ biết áng chừng.
# Giờ là cuối tháng 6 năm 2026, kế hoạch quý tới nằm sẵn trong sổ.
# %% id="leads-owed"
owed = lk.leads_owed(book, "2026Q3", as_of="2026-06-30")
ax = owed.plot()
lk.tell(owed.sentence())
# %% [markdown] id="owed-reading" lang="en"
# > **What this says.** The dot is the number that the formula gives; the bar is how far it may be off because win rates and
# > deal values rest on so many deals and no more. Who promises the dot promises something that is met every second time.
# %% [markdown] id="owed-reading" lang="vi" of="d5af6e47"
# > **Kết quả cho thấy.** Dấu chấm là con số công thức cho ra; thanh ngang là mức nó có thể lệch, vì tỷ lệ chốt và
# > giá trị đơn chỉ dựa trên chừng ấy đơn. Ai hứa đúng con số ở dấu chấm là hứa một điều mà hai lần chỉ đạt một.
# %% [markdown] id="draft" lang="en"
# ## 2. A draft from what was kept so far
#
# A promise that was never kept before is a wish. The draft proposes what each side has kept in the year before, raised a
# little, and says of every line where it comes from. Only the number of leads (M1) comes from the plan: it is the dot above.
# Nobody has agreed to anything yet.
# %% [markdown] id="draft" lang="vi" of="b592dd33"
# ## 2. Bản nháp dựa trên những gì đã giữ được
#
# Một cam kết chưa từng giữ được chỉ là điều ước. Bản nháp đề xuất mức mỗi bên đã giữ được trong một năm qua, nâng lên
# một chút, và nói rõ từng dòng lấy từ đâu. Riêng số lead (M1) lấy từ kế hoạch: đó chính là dấu chấm ở trên.
# Chưa ai đồng ý điều gì cả.
# %% id="drafted"
from leadkit.review import draft

drafted = draft(book, "2026Q3", as_of="2026-06-30")
lk.tell(*drafted.sentences())
# %% [markdown] id="check" lang="en"
# ## 3. Can it be signed as it stands?
#
# The check looks for what makes agreements quarrelsome: two owners for one duty, a side that owes nothing, pay for volume
# alone, a promise that nobody can measure, a number that was never reached.
# %% [markdown] id="check" lang="vi" of="09baa347"
# ## 3. Ký luôn được chưa?
#
# Bước kiểm tra tìm những điều khiến thỏa thuận sinh cãi vã: một việc hai người chịu trách nhiệm, một bên chẳng phải làm gì,
# thưởng chỉ theo số lượng, một cam kết không ai đo được, một con số chưa bao giờ đạt tới.
# %% id="findings"
from leadkit.agreement import findings
from leadkit.review import against_book

agreed = drafted.agreement
found = [*findings(agreed), *against_book(agreed, book, as_of="2026-06-30")]
lk.tell(*(f"{one.text}. {one.fix}" for one in found))
# %% [markdown] id="findings-say" lang="en"
# > **What this says.** Nothing in the text quarrels with itself, and one number does with the past: no quarter ever brought so many leads.
# > It is signed here as it stands, so that you see what becomes of it.
# %% [markdown] id="findings-say" lang="vi" of="f193ee11"
# > **Kết quả cho thấy.** Trong văn bản không có gì mâu thuẫn, nhưng có một con số trái với quá khứ: chưa quý nào có nhiều lead đến thế.
# > Ở đây văn bản vẫn được ký nguyên như vậy, để bạn thấy chuyện gì xảy ra sau đó.
# %% [markdown] id="sign" lang="en"
# ## 4. Sign it, and change a word
#
# A signature holds for one text. The fingerprint changes with every word, so nobody can say later that they signed
# something else. Here sales' first call gets two more hours after both have signed.
# %% [markdown] id="sign" lang="vi" of="939e7399"
# ## 4. Ký, rồi sửa một chữ
#
# Chữ ký chỉ có hiệu lực với đúng một văn bản. Sửa một chữ là mã nhận dạng của văn bản đổi ngay, nên về sau không ai nói được
# rằng mình đã ký một bản khác. Ở đây, sau khi hai bên đã ký, thời hạn gọi lần đầu của sales được nới thêm hai giờ.
# %% id="signed"
from leadkit.agreement import sign
from leadkit.review import new_agreement

path = new_agreement(drafted, mkdtemp())
moment = pd.Timestamp("2026-07-01 09:00", tz="Asia/Ho_Chi_Minh")
for side, name in (("marketing", "Trần Thu Hà"), ("sales", "Lê Quốc Nam")):
    signed = sign(path, side=side, name=name, at=moment)
# %% id="changed"
from leadkit.agreement import Agreement, agreement_page, differences

path.write_text(path.read_text("utf-8").replace("hours = 4\n", "hours = 6\n"), "utf-8")
changed = Agreement.load(path)
lk.tell(*differences(signed, changed), " ".join(agreement_page(changed).status))
# %% [markdown] id="audit" lang="en"
# ## 5. Three months later
#
# A promise is counted, not felt: what was due, what of it was done. Leads never touched count as missed, time is working
# time, and what is not due yet is left out.
# %% [markdown] id="audit" lang="vi" of="6a6352d1"
# ## 5. Ba tháng sau
#
# Cam kết thì đếm chứ không cảm nhận: bao nhiêu việc đến hạn, làm được bao nhiêu. Lead không ai đụng tới tính là không đạt,
# thời gian tính theo giờ làm việc, còn việc chưa đến hạn thì để riêng.
# %% id="audited"
audited = lk.audit(book, signed)
audited
# %% id="first-attempts"
ax = audited.first_attempts.plot()
# %% [markdown] id="speed" lang="en"
# ## 6. Does a fast call win the deal?
#
# Leads that are called within the hour buy more often. But people ring first whom they like best, so part of that
# difference belongs to the lead and not to the speed. Three marks, from the most flattering to the most honest.
# %% [markdown] id="speed" lang="vi" of="d0880ee4"
# ## 6. Gọi nhanh thì có chốt được đơn không?
#
# Lead được gọi trong vòng một giờ mua nhiều hơn. Nhưng ai cũng gọi trước những lead mình thấy hứa hẹn nhất, nên một phần
# chênh lệch ấy là do lead chứ không do tốc độ. Ba ký hiệu dưới đây đi từ cách tính dễ dãi nhất đến cách tính thật nhất.
# %% id="speed-to-lead"
speed = lk.speed_to_lead(book)
ax = speed.plot()
lk.tell(speed.sentence())
# %% [markdown] id="pay" lang="en"
# ## 7. What would it have paid?
#
# Half of the bonus is shared, the rest rests on what each side can do itself, in a straight line with a cap. Before anybody
# is paid by it, it is worth a look at the last four quarters. This book has no policy in money yet, so the shared half, the
# margin, cannot be measured: its row shows a dash, and full pay is out of reach. With a policy it is counted.
# %% [markdown] id="pay" lang="vi" of="2169034f"
# ## 7. Nếu thưởng theo đó thì được bao nhiêu?
#
# Một nửa mức thưởng là phần chung, phần còn lại dựa vào việc mỗi bên tự làm được, tính theo đường thẳng và có trần. Trước khi
# thưởng ai theo cách này, nên tính thử cho bốn quý vừa qua. Sổ này chưa có chính sách tính bằng tiền, nên nửa chung, tức
# lãi gộp, chưa đo được: dòng đó là dấu gạch và không thể đạt mức thưởng đủ. Có chính sách thì phần này được tính.
# %% id="back-test"
lk.back_test(book, agreed)
# %% [markdown] id="limits" lang="en"
# ## What it cannot tell
#
# - A promise kept is a count, not a cause: leads called in time may be the ones that would have bought anyway.
# - What nobody writes down cannot be audited. The check lists such promises; they stay a matter of trust.
# - No scorecard stops every trick. Its page names those it cannot see, and what catches them.
#
# **On your own book:** `leadkit agreement owed`, `new`, `check`, `sign`, then `leadkit audit` and `leadkit scorecard`.
# Next: [Score new leads](a08_score_new_leads.ipynb). Before: [Leads we never saw](a06_leads_we_never_saw.ipynb).
# %% [markdown] id="limits" lang="vi" of="e6ceefc5"
# ## Điều chưa thể biết
#
# - Giữ được cam kết chỉ là một phép đếm, không phải nguyên nhân: lead được gọi kịp giờ có thể là lead đằng nào cũng mua.
# - Điều không ai ghi lại thì không kiểm tra được. Bước kiểm tra liệt kê những cam kết như vậy; chúng vẫn là chuyện tin nhau.
# - Không bảng điểm nào chặn được mọi mẹo. Trang bảng điểm nêu những mẹo nó không nhìn thấy, và cách phát hiện chúng.
#
# **Với sổ lead của bạn:** `leadkit agreement owed`, `new`, `check`, `sign`, rồi `leadkit audit` và `leadkit scorecard`.
# Bài sau: [Chấm điểm lead mới](a08_score_new_leads.ipynb). Bài trước: [Những lead chưa ai gọi](a06_leads_we_never_saw.ipynb).
