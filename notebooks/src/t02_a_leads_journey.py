# %% [markdown] id="goal" lang="en"
# # A lead's journey
#
# A lead goes from hand to hand. Every number about it needs two things beside it: out of how many, and how old.
#
# **At the end you can put the stages in order, compute how many leads were accepted and how many were called in time,
# and refuse a rate that is too young.**
#
# About twenty minutes. Choose **Run > Run All Cells** first and scroll back up.
# %% [markdown] id="goal" lang="vi" of="3b3b3019"
# # Hành trình của một lead
#
# Một lead đi qua tay nhiều người. Con số nào về lead cũng cần hai điều kèm theo: trên tổng số bao nhiêu, và đã được bao lâu.
#
# **Cuối bài, bạn xếp được các giai đoạn theo thứ tự, tính được bao nhiêu lead đã được tiếp nhận, bao nhiêu lead được gọi đúng hạn,
# và biết từ chối một tỷ lệ còn quá mới.**
#
# Khoảng hai mươi phút. Hãy chọn **Run > Run All Cells** (nếu thực đơn là tiếng Việt: **Chạy > Run All Cells**) trước rồi cuộn trở lên.
# %% id="setup" tags=["setup"]
import leadkit as lk
from leadkit.learn import ask, play, quiz

lk.setup("en")
# %% [markdown] id="article" lang="en"
# ## 1. Where the two departments meet
#
# In the article behind these lessons marketing finds where growth can come from: promising customers, and gaps that the market has overlooked.
# Sales goes straight to these customers and covers the gaps. Between the two a thing changes hands: customer data, the **lead**.
# Marketing collects it and sends it on; sales advises and sells. And just there, says the article, the quarrels often begin.
# So let us look at that road step by step.
#
# *Retold from: C3 Group, "Sự khác nhau giữa sales và marketing, làm thế nào để phối hợp hiệu quả?"*
#
# Here is one quarter of an invented firm. Marketing handed off some leads, and sales has not looked at all of them yet.
#
# > **Try it.** Move the switch. The leads stay the same. What happens to the acceptance rate?
# %% [markdown] id="article" lang="vi" of="757248b7"
# ## 1. Nơi hai phòng gặp nhau
#
# Trong bài viết làm nền cho các bài học này, marketing tìm nguồn tăng trưởng: khách hàng tiềm năng và những chỗ thị trường còn bỏ sót.
# Sales trực tiếp đến với nhóm khách đó và lấp những chỗ trống. Giữa hai bên có một thứ được trao tay: thông tin khách hàng, tức **lead**.
# Marketing thu thập rồi gửi đi; sales tư vấn và bán hàng. Theo bài viết, mâu thuẫn thường nảy sinh ngay ở chỗ này.
# Vậy ta hãy xem con đường đó từng bước một.
#
# *Kể lại từ: C3 Group, "Sự khác nhau giữa sales và marketing, làm thế nào để phối hợp hiệu quả?".*
#
# Dưới đây là một quý của một công ty giả định. Marketing đã bàn giao một số lead, sales thì chưa xem hết.
#
# > **Thử ngay.** Đổi lựa chọn bên dưới. Các lead vẫn như cũ. Tỷ lệ tiếp nhận thay đổi ra sao?
# %% id="waiting"
play("t02.waiting")
# %% [markdown] id="waiting-says" lang="en"
# > **What this says.** A lead nobody has looked at is neither accepted nor refused. It is **open**.
# > Put it into one of the two drawers, and the rate tells of the drawer, not of the leads.
# %% [markdown] id="waiting-says" lang="vi" of="d8e81749"
# > **Kết quả cho thấy.** Lead chưa ai xem thì chưa được tiếp nhận mà cũng chưa bị từ chối: lead đó **còn mở**.
# > Xếp lead đó vào bên nào thì tỷ lệ nói về cách xếp, không còn nói về chất lượng lead.
# %% [markdown] id="story" lang="en"
# ## 2. How Ms Lan became a customer
#
# Lan runs a small printing shop. This is what happened, day by day:
#
# | date | what happened |
# |---|---|
# | 2026-03-02 | Her business card comes home from a trade fair. Nobody knows more of her than her name. |
# | 2026-03-04 | On the website she asks for the price list. |
# | 2026-03-05 | Hà in marketing checks: the number works, the firm fits, Lan agrees to be called. |
# | 2026-03-05 | At 16:00 Hà passes her on to sales, with the time noted. |
# | 2026-03-06 | Minh in sales reads the notes and says: "I take her." |
# | 2026-03-06 | At 10:15 he calls for the first time. |
# | 2026-03-09 | He visits the shop. The need is real, and there is money for it. |
# | 2026-03-12 | They begin to talk about a certain offer. |
# | 2026-03-20 | Lan asks for a change; Minh sends the offer again. |
# | 2026-03-27 | Lan signs. |
#
# The stages have names of their own, shared by both departments: MQL (marketing's part of the standard is met),
# SAL (sales has accepted), SQL (sales has found the need real). Can you put them in order?
# %% [markdown] id="story" lang="vi" of="b0a3ab10"
# ## 2. Chị Lan trở thành khách hàng như thế nào
#
# Chị Lan có một xưởng in nhỏ. Chuyện diễn ra theo từng ngày như sau:
#
# | ngày | chuyện gì xảy ra |
# |---|---|
# | 02/03/2026 | Danh thiếp của chị được đem về từ một hội chợ. Ngoài tên ra chưa ai biết gì. |
# | 04/03/2026 | Chị hỏi bảng giá trên website. |
# | 05/03/2026 | Hà ở phòng marketing kiểm tra: số điện thoại gọi được, xưởng đúng nhóm khách, chị đồng ý để gọi. |
# | 05/03/2026 | Lúc 16:00, Hà chuyển thông tin cho sales, có ghi giờ. |
# | 06/03/2026 | Minh ở phòng sales đọc ghi chú và nói: "Tôi nhận." |
# | 06/03/2026 | Lúc 10:15, Minh gọi lần đầu. |
# | 09/03/2026 | Minh đến xưởng. Nhu cầu là thật, tiền cũng có. |
# | 12/03/2026 | Hai bên bắt đầu bàn về một đơn cụ thể. |
# | 20/03/2026 | Chị Lan muốn sửa vài điểm; Minh gửi lại báo giá. |
# | 27/03/2026 | Chị Lan ký hợp đồng. |
#
# Các giai đoạn có tên riêng, hai phòng dùng chung: MQL (lead đủ điều kiện marketing), SAL (lead sales chấp nhận),
# SQL (lead đủ điều kiện bán hàng, tức sales đã xác nhận nhu cầu thật). Bạn xếp được thứ tự không?
# %% id="order"
ask("t02.1")
# %% [markdown] id="worked" lang="en"
# ## 3. Acceptance, worked on paper
#
# Of 25 leads that Hà handed off, sales accepted 12 and rejected 8; 5 wait. What is the acceptance rate?
#
# 1. *Who has an answer?* 12 + 8 = 20 leads. (Open is not refused.)
# 2. *What is counted?* The accepted: 12.
# 3. *Out of how many?* Out of those with an answer: 12 of 20, 60 %.
# 4. *What belongs beside it?* "5 are waiting."
#
# Now the quarter from above. The first step is yours, and so is the last.
# %% [markdown] id="worked" lang="vi" of="78ca5f0e"
# ## 3. Tính tỷ lệ tiếp nhận trên giấy
#
# Trong 25 lead Hà bàn giao, sales tiếp nhận 12, từ chối 8; 5 lead đang chờ. Tỷ lệ tiếp nhận là bao nhiêu?
#
# 1. *Lead nào đã có câu trả lời?* 12 + 8 = 20 lead. (Còn mở không phải là bị từ chối.)
# 2. *Đếm cái gì?* Số được tiếp nhận: 12.
# 3. *Trên bao nhiêu?* Trên số đã có câu trả lời: 12 trên 20, tức 60%.
# 4. *Cần nêu kèm điều gì?* "5 lead đang chờ."
#
# Giờ đến quý ở trên. Bước đầu và bước cuối là phần của bạn.
# %% id="acceptance"
ask("t02.2")
# %% [markdown] id="sample" lang="en"
# And in the sample book, an invented firm with many more leads? Its last quarter, with the interval at 95 %;
# n is the number of leads that have an answer.
# %% [markdown] id="sample" lang="vi" of="c6562693"
# Còn trong dữ liệu mẫu, một công ty giả định có nhiều lead hơn hẳn? Đây là quý gần nhất, kèm khoảng tin cậy 95%;
# n là số lead đã có câu trả lời.
# %% id="sample-acceptance"
from leadkit.learn.lessons.waiting import accepted_so_far
from leadkit.quality import marked

funnel = lk.funnel(marked(lk.read_book(lk.sample())))
accepted_so_far(funnel)
# %% [markdown] id="young" lang="en"
# ## 4. A young month
#
# A hundred leads, all handed off on one day. Losses close fast, wins take longer, and the firm gives every lead 90 days:
# that is its **outcome window**.
#
# > **Try it.** Move the day from left to right. When does the rate of the closed leads mislead you most?
# %% [markdown] id="young" lang="vi" of="6a47c2d6"
# ## 4. Một tháng còn mới
#
# Một trăm lead, bàn giao cùng một ngày. Lead mất thì đóng nhanh, đơn chốt thì lâu hơn, và công ty cho mỗi lead 90 ngày:
# đó là **thời hạn theo dõi**.
#
# > **Thử ngay.** Kéo ngày từ trái sang phải. Khi nào thì tỷ lệ tính trên các lead đã đóng dễ làm bạn hiểu sai nhất?
# %% id="day"
play("t02.day")
# %% [markdown] id="report" lang="en"
# Four colleagues bring four figures for the same leads. Only one goes into the report.
# %% [markdown] id="report" lang="vi" of="371fffbd"
# Bốn đồng nghiệp đưa ra bốn con số cho cùng các lead đó. Chỉ một số được đưa vào báo cáo.
# %% id="report-day"
ask("t02.3")
# %% [markdown] id="quarters" lang="en"
# In the sample book the same rule holds: a quarter whose window is not over gets no rate, only a hatched place.
# %% [markdown] id="quarters" lang="vi" of="8970416d"
# Dữ liệu mẫu cũng theo quy tắc đó: quý nào chưa hết thời hạn theo dõi thì không có tỷ lệ, chỉ có chỗ gạch chéo.
# %% id="sample-quarters"
ax = funnel.plot()
# %% [markdown] id="first-call" lang="en"
# ## 5. The first call
#
# Sales has accepted, so it owes the lead a call. What each side owes, and by when, stands in the **SLA**:
# sales might promise a first call within four working hours. How well a promise is kept is a rate, too.
# So ask of it what you ask of every rate.
# %% [markdown] id="first-call" lang="vi" of="e16e840f"
# ## 5. Cuộc gọi đầu tiên
#
# Sales đã tiếp nhận thì phải gọi cho lead. Mỗi bên phải làm gì, trong thời hạn nào, được ghi trong **SLA (cam kết mức dịch vụ)**:
# chẳng hạn sales cam kết gọi lần đầu trong bốn giờ làm việc. Giữ cam kết đến đâu cũng là một tỷ lệ.
# Vậy hãy hỏi điều mà bạn vẫn hỏi với mọi tỷ lệ.
# %% id="sla"
ask("t02.4")
# %% [markdown] id="quiz" lang="en"
# ## 6. Two cases
# %% [markdown] id="quiz" lang="vi" of="734d6d46"
# ## 6. Hai tình huống
# %% id="cases"
quiz("t02")
# %% [markdown] id="fair" lang="en"
# ## 7. A fair correction: follow-up is a cause of its own
#
# The article speaks of leads passed on and of deals closed. Between the two lies following up, and it goes wrong by itself:
#
# - An audit wrote to 2,241 firms in the United States as a customer would: 23 % never answered at all (Oldroyd, McElheran and Elkington, 2011).
# - Whether salespeople follow a lead up depends on how well it was screened, on whether somebody keeps track,
#   on how many leads there are, and on experience (Sabnis, Chatterjee, Grewal and Lilien, 2013).
#
# So "bad leads or bad selling?" is one question short. Ask first: was the lead called, and when?
# %% [markdown] id="fair" lang="vi" of="34f385c2"
# ## 7. Nói lại cho công bằng: chăm sóc lead là một nguyên nhân riêng
#
# Bài viết nói về việc chuyển lead và chốt đơn. Giữa hai việc đó là chăm sóc lead, và riêng việc này cũng có thể trục trặc:
#
# - Một cuộc khảo sát đóng vai khách hàng gửi yêu cầu đến 2.241 công ty ở Mỹ: 23% không bao giờ trả lời (Oldroyd, McElheran và Elkington, 2011).
# - Nhân viên kinh doanh có chăm sóc lead hay không còn tùy lead được sàng lọc kỹ đến đâu, có ai theo dõi hay không,
#   số lead nhiều hay ít, và kinh nghiệm (Sabnis, Chatterjee, Grewal và Lilien, 2013).
#
# Vì vậy câu hỏi "lead kém hay bán hàng kém?" còn thiếu một vế. Hãy hỏi trước: lead đã được gọi chưa, và khi nào?
# %% [markdown] id="recap" lang="en"
# ## What to take along
#
# A lead changes hands when sales accepts it, not when it is sent.
# A rate needs its "out of how many".
# A young month cannot be judged.
#
# **On Monday you can** read the weekly funnel table and ask: "Out of how many, and how old?"
# %% [markdown] id="recap" lang="vi" of="a927550b"
# ## Điều cần nhớ
#
# Lead chỉ đổi chủ khi sales tiếp nhận, không phải khi được gửi đi.
# Tỷ lệ nào cũng phải kèm "trên bao nhiêu".
# Tháng còn mới thì chưa thể kết luận.
#
# **Thứ Hai tới, bạn có thể** đọc bảng phễu bán hàng hằng tuần và hỏi: "Trên bao nhiêu, và đã được bao lâu?"
# %% [markdown] id="checklist" lang="en"
# ## For the manager
#
# Talk it over for five minutes, then sign. The new colleague can, without looking it up:
#
# - [ ] tell the road of one of our own leads, stage by stage, and say who held it when;
# - [ ] compute last week's acceptance rate, with the waiting leads shown beside it;
# - [ ] say how long our outcome window is, and which month is too young to be judged;
# - [ ] compute how many first calls came in time, the forgotten ones included;
# - [ ] ask "out of how many, and how old?" of a number in our own report.
#
# Name, date, signature: ______________________
#
# **All lessons:** [Start here](00_start_here.ipynb). Back to [Pull and push](t01_pull_and_push.ipynb).
# %% [markdown] id="checklist" lang="vi" of="25da25be"
# ## Dành cho người quản lý
#
# Trao đổi năm phút rồi ký. Không cần xem lại bài, đồng nghiệp mới có thể:
#
# - [ ] kể đường đi của một lead ở công ty mình theo từng giai đoạn, lúc nào ai giữ lead;
# - [ ] tính tỷ lệ tiếp nhận tuần trước, nêu kèm số lead đang chờ;
# - [ ] cho biết thời hạn theo dõi của công ty mình là bao lâu, tháng nào còn quá mới để kết luận;
# - [ ] tính bao nhiêu cuộc gọi đầu tiên đúng hạn, kể cả những lead bị quên;
# - [ ] hỏi "trên bao nhiêu, và đã được bao lâu?" với một con số trong báo cáo của chính mình.
#
# Họ tên, ngày, chữ ký: ______________________
#
# **Mọi bài học:** [Bắt đầu từ đây](00_start_here.ipynb). Xem lại [Sức kéo và sức đẩy](t01_pull_and_push.ipynb).
