# %% [markdown] id="title" lang="en"
# # Choose the threshold
#
# Marketing can hand every lead to sales, or only those with a fair chance of buying.
# Every handoff costs sales time; every good lead kept back costs a sale.
#
# **At the end you will have drawn the line in money, and you will know how sure that line is.**
# %% [markdown] id="title" lang="vi" of="e7cb0bf2"
# # Chọn ngưỡng bàn giao
#
# Marketing có thể bàn giao mọi lead cho sales, hoặc chỉ những lead có khả năng mua đáng kể.
# Bàn giao lead nào sales cũng mất thời gian cho lead đó; giữ lại một lead tốt là mất một đơn hàng.
#
# **Đến cuối bài, bạn sẽ chọn được ngưỡng tính bằng tiền và biết ngưỡng ấy chắc đến đâu.**
# %% id="setup" tags=["setup"]
import leadkit as lk

lk.setup("en")
# %% [markdown] id="book" lang="en"
# ## 1. The book
#
# The sample is an invented firm that sells software and training to small firms.
# Before anything else, each lead is screened by the standard that both teams wrote down.
# %% [markdown] id="book" lang="vi" of="8b8d2803"
# ## 1. Sổ lead
#
# Dữ liệu mẫu là của một công ty giả định, bán phần mềm và khóa đào tạo cho doanh nghiệp nhỏ.
# Trước hết, từng lead được sàng lọc theo quy chuẩn mà hai bộ phận đã viết ra.
# %% id="screen"
book = lk.read_book(lk.sample())
screening = lk.screen(book, lk.Standard.load(lk.sample() / "standard.toml"))
screening
# %% [markdown] id="screen-says" lang="en"
# > **What this says.** Every row is either accepted or set aside, and each row set aside has its
# > reasons. Only accepted leads go on.
# %% [markdown] id="screen-says" lang="vi" of="ff7b8655"
# > **Kết quả cho thấy.** Dòng nào cũng hoặc đạt, hoặc được để riêng, và dòng để riêng luôn kèm lý do.
# > Chỉ các lead đạt mới đi tiếp.
# %% [markdown] id="model" lang="en"
# ## 2. What is a lead's chance?
#
# The model learns from leads whose outcome is known, and is judged on *later* leads it has never seen.
# Columns that nobody could have known at handoff are kept from it.
# %% [markdown] id="model" lang="vi" of="61ed3dcc"
# ## 2. Một lead có bao nhiêu khả năng mua?
#
# Mô hình học từ các lead đã có kết quả, rồi được đánh giá trên những lead *đến sau* mà nó chưa từng thấy.
# Cột nào chưa ai biết được vào lúc bàn giao thì không đưa cho mô hình.
# %% id="evaluate"
data = lk.training_set(screening.accepted)
report = lk.evaluate(data)
report
# %% id="reliability"
ax = report.plot()
# %% [markdown] id="reliability-says" lang="en"
# > **What this says.** Where the steps follow the thin line, "20 %" means that about 20 of 100 such
# > leads bought. A line drawn in money needs exactly that.
# %% [markdown] id="reliability-says" lang="vi" of="8c07121a"
# > **Kết quả cho thấy.** Chỗ nào các bậc đi sát đường mảnh, "20%" đúng là khoảng 20 trên 100 lead như vậy
# > đã mua. Muốn tính ngưỡng bằng tiền thì cần đúng điều đó.
# %% [markdown] id="money" lang="en"
# ## 3. What is a win worth, and what does a lead cost?
#
# The figures below are yours to give: the value of a win, the cost of working a lead, the hours that takes,
# and the hours sales has. leadkit has no default for any of them.
# A win's value is its margin, not its price. Nobody knows these amounts to the last đồng: `doubt` holds the
# lowest and the highest that you would still believe.
# %% [markdown] id="money" lang="vi" of="910697b3"
# ## 3. Một đơn chốt đáng giá bao nhiêu, một lead tốn bao nhiêu?
#
# Các con số dưới đây phải do bạn đưa ra: giá trị đơn, chi phí chăm sóc một lead, số giờ cho một lead
# và số giờ mà sales có. leadkit không đặt sẵn con số nào.
# Giá trị đơn là lãi gộp, không phải giá bán. Không ai biết đúng đến từng đồng: `doubt` ghi mức thấp nhất
# và cao nhất mà bạn còn tin được.
# %% id="economics"
doubt = {"value": (9_000_000, 15_000_000), "cost": (800_000, 1_300_000)}
amounts = {"value": 12_000_000, "cost": 1_000_000, "hours": 3, "currency": "VND", "doubt": doubt}
terms = lk.Economics(**amounts, capacity=1_000, per="month")
lk.tell(terms.sentence())
# %% [markdown] id="curve" lang="en"
# ## 4. The line
#
# Each place on the thick curve is a line that could be drawn. Its height is what that line would earn
# against today's rule, on the same leads.
# %% [markdown] id="curve" lang="vi" of="71ee5df4"
# ## 4. Ngưỡng nằm ở đâu?
#
# Mỗi điểm trên đường đậm là một ngưỡng có thể chọn. Điểm càng cao thì ngưỡng ấy càng lãi hơn
# quy tắc hiện nay, tính trên cùng những lead đó.
# %% id="curve-picture"
curve = lk.handoff_curve(report.predictions, terms)
ax = curve.plot()
# %% [markdown] id="curve-says" lang="en"
# > **How to read it.** Inside the yellow zone no line loses anything worth an argument.
# > Hatched on the left: leads that were never handed off, whose outcome nobody knows.
# > The strip below shows how many hours each line asks of sales.
# %% [markdown] id="curve-says" lang="vi" of="dbcd5c9d"
# > **Cách đọc.** Trong vùng màu vàng, chọn ngưỡng nào cũng không thua đáng kể, không cần tranh cãi.
# > Phần gạch chéo bên trái là các lead chưa từng bàn giao, không ai biết kết quả.
# > Dải bên dưới cho biết mỗi ngưỡng cần bao nhiêu giờ làm việc của sales.
# %% [markdown] id="choice" lang="en"
# ## 5. The choice, and its rivals
#
# The line is compared with what other people would do: hand off everyone, take the best few, follow today's rule.
# %% [markdown] id="choice" lang="vi" of="db763519"
# ## 5. Ngưỡng được chọn và các cách làm khác
#
# Ngưỡng này được so với những cách người khác có thể làm: bàn giao tất cả, chỉ lấy một số lead tốt nhất,
# hoặc giữ quy tắc hiện nay.
# %% id="choose"
choice = curve.choose()
choice
# %% [markdown] id="choice-says" lang="en"
# > **What this says.** Read each gain with its interval. Where the interval holds zero, these leads cannot
# > tell the two ways apart, whichever of them happened to earn more.
# %% [markdown] id="choice-says" lang="vi" of="e164325d"
# > **Kết quả cho thấy.** Hãy đọc mỗi khoản lợi thêm cùng khoảng tin cậy. Khoảng nào chứa số 0 thì dữ liệu này
# > chưa phân định được hai cách làm, dù một trong hai tình cờ lãi hơn.
# %% [markdown] id="sure" lang="en"
# ## 6. How sure is the line?
#
# The leads of one quarter are one throw of the dice. Thrown again a thousand times, where does the best line fall?
# %% [markdown] id="sure" lang="vi" of="e6b6e592"
# ## 6. Ngưỡng này chắc đến đâu?
#
# Lead của một quý chỉ là một lần gieo xúc xắc. Nếu gieo lại một nghìn lần, ngưỡng tốt nhất rơi vào đâu?
# %% id="best"
ax = choice.plot_best()
# %% id="knowing"
grounds = lk.Grounds(choice)
grounds.regret
# %% [markdown] id="knowing-says" lang="en"
# > **What this says.** The bars show where luck would have put the "best" line: that is why a zone is agreed on,
# > not a peak. The table says what it would be worth to know an amount for certain. If finding it out costs more,
# > do not find it out.
# %% [markdown] id="knowing-says" lang="vi" of="13e735b1"
# > **Kết quả cho thấy.** Các cột cho biết may rủi có thể đặt ngưỡng "tốt nhất" ở đâu: vì thế nên thống nhất một
# > vùng, không phải một đỉnh. Bảng cho biết nếu biết chắc một con số thì lợi thêm tối đa bao nhiêu. Nếu tìm ra nó
# > tốn hơn số đó thì không cần tìm.
# %% [markdown] id="doubt" lang="en"
# ## 7. What if the amounts are wrong?
#
# Each amount moves from its low to its high, one at a time. The longest bar is the amount to settle first.
# %% [markdown] id="doubt" lang="vi" of="b52f7a55"
# ## 7. Nếu các con số sai thì sao?
#
# Mỗi con số lần lượt đi từ mức thấp đến mức cao. Thanh dài nhất là con số cần làm rõ trước tiên.
# %% id="tornado"
ax = grounds.tornado.plot()
# %% [markdown] id="try" lang="en"
# ## 8. Try it
#
# > **Try it.** Suppose working a lead cost twice as much. Where would the line lie then?
# > Change the figures below and run the cell again (Shift+Enter).
# %% [markdown] id="try" lang="vi" of="7d01fc1b"
# ## 8. Thử xem
#
# > **Thử ngay.** Giả sử chi phí chăm sóc một lead tăng gấp đôi. Khi đó ngưỡng sẽ nằm ở đâu?
# > Hãy đổi các con số dưới đây và chạy lại ô này (Shift+Enter).
# %% id="what-if"
dearer = lk.Economics(value=12_000_000, cost=2_000_000, hours=3, currency="VND")
lk.tell(lk.handoff_curve(report.predictions, dearer).choose().sentence())
# %% [markdown] id="limits" lang="en"
# ## What it cannot tell
#
# - Leads that were never handed off have no outcome. The picture shows them as bounds, not as a line.
# - The score says who will buy after a handoff. What sales' time *adds* is the difference from buying without it.
# - A flat curve is flat: inside the yellow zone, choose what is easiest to agree on.
#
# **Next.** `leadkit thresholds` draws the line for your own book and writes it down as a policy;
# in the quarterly review (r01) both teams look at it and sign.
# The *threshold clinic* puts all of this on one screen for both heads: `leadkit app clinic BOOK` opens it in the browser,
# `lk.clinic("BOOK")` in a notebook. What can be said of the leads below the line is told in
# [Leads we never saw](a06_leads_we_never_saw.ipynb).
# %% [markdown] id="limits" lang="vi" of="123dbc2d"
# ## Điều chưa thể kết luận
#
# - Lead chưa từng bàn giao thì không có kết quả. Hình vẽ chỉ cho biết giới hạn, không vẽ thành đường.
# - Điểm số cho biết ai sẽ mua sau khi bàn giao. Thời gian của sales chỉ *thêm* được phần chênh so với việc khách tự mua.
# - Đường cong phẳng thì cứ coi là phẳng: trong vùng màu vàng, hãy chọn mức mà hai bên dễ thống nhất nhất.
#
# **Bước tiếp theo.** `leadkit thresholds` chọn ngưỡng cho sổ lead của bạn và ghi lại thành chính sách bàn giao;
# ở buổi rà soát quý (r01), hai bộ phận cùng xem và ký.
# *Phòng khám ngưỡng* đưa tất cả lên cùng một trang để hai trưởng phòng cùng điều chỉnh: `leadkit app clinic BOOK` mở trong trình duyệt,
# `lk.clinic("BOOK")` mở trong một bài như bài này. Dữ liệu nói được gì về các lead dưới ngưỡng thì xem
# [Những lead chưa ai gọi](a06_leads_we_never_saw.ipynb).
