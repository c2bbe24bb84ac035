# %% [markdown] id="title" lang="en"
# # Leads we never saw
#
# Every outcome in the CRM belongs to a lead that somebody decided to call. Of the others nobody knows anything:
# neither whether they would have bought, nor whether the line stands too high.
#
# **At the end you will know what your data can say about the leads below the line, what it cannot,
# and what it costs to find out.**
# %% [markdown] id="title" lang="vi" of="240a0005"
# # Những lead chưa ai gọi
#
# Kết quả nào trong CRM cũng là của một lead mà ai đó đã quyết định gọi. Về những lead còn lại thì không ai biết gì:
# họ có mua không, và ngưỡng bàn giao có đang đặt quá cao không.
#
# **Đến cuối bài, bạn biết dữ liệu của mình nói được gì về các lead dưới ngưỡng, chưa nói được gì,
# và muốn biết thì tốn bao nhiêu.**
# %% id="setup" tags=["setup"]
import leadkit as lk

lk.setup("en")
# %% [markdown] id="log" lang="en"
# ## 1. A log of decisions, with the chance each was made with
#
# The sample's firm hands off leads with 45 points or more. Since the middle of 2025 it does one thing besides:
# of the leads below 45 it draws eight in a hundred by lot and hands them off too. Of the leads above the line it
# holds two in a hundred back. And it writes down, for every lead, the chance the draw was made with.
# %% [markdown] id="log" lang="vi" of="5a892bb2"
# ## 1. Nhật ký quyết định, kèm xác suất của từng lần quyết định
#
# Công ty trong dữ liệu mẫu bàn giao các lead từ 45 điểm trở lên. Từ giữa năm 2025, họ làm thêm một việc:
# trong số lead dưới 45 điểm, cứ 100 lead thì bốc thăm 8 lead để bàn giao luôn; trong số lead trên ngưỡng,
# cứ 100 lead thì giữ lại 2 lead. Và với mỗi lead, họ ghi lại xác suất của lần bốc thăm đó.
# %% id="logged"
book = lk.read_book(lk.sample())
logged = lk.logged_decisions(book)
logged
# %% [markdown] id="log-says" lang="en"
# > **What this says.** *exploration* is the lot, *rule* the points, *holdout* a lead held back by lot.
# > An *override* is a lead that a manager picked by hand. Managers pick leads that look good to them,
# > so their picks say nothing about the leads they passed over: they are kept apart and never weighted.
# %% [markdown] id="log-says" lang="vi" of="bef3b75b"
# > **Kết quả cho thấy.** *exploration* là bốc thăm, *rule* là theo điểm, *holdout* là lead bị giữ lại do bốc thăm.
# > *override* là lead do một quản lý tự tay chọn. Quản lý chọn những lead trông có vẻ tốt,
# > nên kết quả của các lead ấy không nói được gì về những lead bị bỏ qua: chúng để riêng và không bao giờ được tính trọng số.
# %% [markdown] id="wider" lang="en"
# ## 2. Would a lower line have paid?
#
# Suppose the line stood at 35 points. Whoever takes the win rate of the leads that were called, and thinks it holds
# for all, counts on leads that nobody would have called before. The lot knows better: a lead drawn with a chance of 8 %
# stands for twelve and a half such leads.
# %% [markdown] id="wider" lang="vi" of="bc09c91f"
# ## 2. Hạ ngưỡng xuống thì có lãi không?
#
# Giả sử ngưỡng là 35 điểm. Ai lấy tỷ lệ chốt của các lead đã gọi rồi coi là đúng cho mọi lead
# thì đang trông vào những lead mà trước đây không ai gọi. Bốc thăm cho câu trả lời đúng hơn: một lead được chọn
# với xác suất 8% đại diện cho mười hai lead rưỡi như nó.
# %% id="off-policy"
terms = lk.Economics(value=12_000_000, cost=1_000_000, currency="VND")
wider = lk.off_policy(logged, logged.table["points"] >= 35, terms)
wider
# %% id="by-method"
ax = wider.plot()
# %% [markdown] id="by-method-says" lang="en"
# > **What this says.** The hollow circle is the guess that treats all handed-off leads alike. The others use the lot:
# > by weights alone, by a model of the win rate alone, and by both together, which is right if *either* is right.
# > Where the model alone and the weights differ, believe the weights: they rest on what happened.
# %% [markdown] id="by-method-says" lang="vi" of="baaf5bd8"
# > **Kết quả cho thấy.** Vòng tròn rỗng là phép đoán coi mọi lead đã bàn giao như nhau. Các cách còn lại dựa vào bốc thăm:
# > chỉ dùng trọng số, chỉ dùng mô hình tỷ lệ chốt, hoặc dùng cả hai; cách dùng cả hai đúng khi *một trong hai* đúng.
# > Chỗ nào mô hình và trọng số khác nhau, hãy tin trọng số: trọng số dựa vào điều đã xảy ra.
# %% [markdown] id="few" lang="en"
# ## 3. When it refuses
#
# A small step down, to 43 points, changes fewer leads, and only few of them were drawn.
# Fewer than fifty say too little for an interval that deserves the name, so none is given.
# %% [markdown] id="few" lang="vi" of="eb1fd301"
# ## 3. Khi nào phép tính từ chối trả lời
#
# Hạ xuống một bước nhỏ, còn 43 điểm, thì ít lead đổi bên hơn, và trong số đó chỉ vài lead được bốc thăm.
# Dưới năm mươi lead thì quá ít để có một khoảng tin cậy đúng nghĩa, nên không có con số nào được đưa ra.
# %% id="refused"
narrow = lk.off_policy(logged, logged.table["points"] >= 43, terms)
lk.tell(narrow.sentence())
# %% [markdown] id="line" lang="en"
# ## 4. Below a line drawn by probability
#
# Now the line of the notebook before this one. Some leads around it were never called. How good they are lies between
# two ends; each assumption that you are ready to believe draws the ends closer.
# %% [markdown] id="line" lang="vi" of="737c10f0"
# ## 4. Dưới một ngưỡng tính bằng xác suất
#
# Bây giờ là ngưỡng của bài trước. Một số lead quanh ngưỡng này chưa từng được gọi. Chúng tốt đến đâu thì nằm giữa
# hai đầu mút; mỗi giả định mà bạn sẵn lòng tin sẽ kéo hai đầu mút lại gần nhau.
# %% id="choice"
screening = lk.screen(book, lk.Standard.load(lk.sample() / "standard.toml"))
report = lk.evaluate(lk.training_set(screening.accepted))
choice = lk.handoff_curve(report.predictions, terms).choose()
unseen = lk.unseen_leads(choice)
unseen.bounds
# %% [markdown] id="line-says" lang="en"
# > **What this says.** The first row assumes nothing: all of them lost, or all of them won. The rows below it believe that
# > leads with a lower score do not buy more often than those just above the line, or that the model is wrong by no more
# > than a factor. None of them is a measurement.
# %% [markdown] id="line-says" lang="vi" of="bfa76bce"
# > **Kết quả cho thấy.** Dòng đầu không giả định gì: tất cả đều không mua, hoặc tất cả đều mua. Các dòng sau tin rằng
# > lead điểm thấp hơn không mua nhiều hơn các lead ngay trên ngưỡng, hoặc mô hình chỉ sai trong một mức nhất định.
# > Không dòng nào là số đo được.
# %% [markdown] id="plan" lang="en"
# ## 5. What it costs to find out
#
# Handing off leads by lot costs sales' time, and most of these leads will not buy. What is learned serves all leads
# that come later. The curve sets one against the other.
# %% [markdown] id="plan" lang="vi" of="89171da4"
# ## 5. Muốn biết thì tốn bao nhiêu
#
# Bàn giao lead do bốc thăm tốn thời gian của sales, mà phần lớn các lead này sẽ không mua. Điều học được thì dùng cho mọi
# lead đến sau. Đường cong đặt hai phía lên cùng một bàn cân.
# %% id="exploration"
ax = unseen.plan.plot()
# %% id="exploration-says"
lk.tell(unseen.plan.sentence())
# %% [markdown] id="try" lang="en"
# ## 6. Try it
#
# > **Try it.** A lead costs half as much to work, say because a machine writes the first message.
# > Does the lower line pay then? Change the figures and run the cell again (Shift+Enter).
# %% [markdown] id="try" lang="vi" of="d3abaa9e"
# ## 6. Thử xem
#
# > **Thử ngay.** Giả sử chi phí chăm sóc một lead chỉ còn một nửa, chẳng hạn vì tin nhắn đầu tiên do máy viết.
# > Khi đó hạ ngưỡng có lãi không? Hãy đổi các con số rồi chạy lại ô này (Shift+Enter).
# %% id="what-if"
cheaper = lk.Economics(value=12_000_000, cost=500_000, currency="VND")
lk.tell(lk.off_policy(logged, logged.table["points"] >= 35, cheaper).sentence())
# %% [markdown] id="limits" lang="en"
# ## What it cannot tell
#
# - Without a logged lot nothing below the line is known, whatever the model says: it learned from the leads that were called.
# - One lead must not change another's outcome. Where sales is full, a lead handed off by lot takes the place of a better one.
# - The lot shows what a *call* brings. A lead that would have bought anyway is only found by holding some back above the line.
#
# **Next.** `leadkit thresholds BOOK --explore 0.05 ...` writes a quota into the policy, `leadkit score --explore` draws it and logs it.
# `leadkit app clinic BOOK` opens the line on one screen, for both heads to move together.
# %% [markdown] id="limits" lang="vi" of="76ade232"
# ## Điều chưa thể kết luận
#
# - Không có bốc thăm được ghi lại thì không biết gì về các lead dưới ngưỡng, mô hình nói gì cũng vậy: mô hình học từ những lead đã gọi.
# - Lead này không được làm thay đổi kết quả của lead kia. Khi sales đã kín việc, một lead do bốc thăm sẽ chiếm chỗ của một lead tốt hơn.
# - Bốc thăm cho biết *một cuộc gọi* đem lại gì. Muốn biết lead nào đằng nào cũng mua thì phải giữ lại một số lead trên ngưỡng.
#
# **Bước tiếp theo.** `leadkit thresholds BOOK --explore 0.05 ...` ghi tỷ lệ bốc thăm vào chính sách bàn giao, `leadkit score --explore` bốc thăm và ghi nhật ký.
# `leadkit app clinic BOOK` mở ngưỡng trên một trang để hai trưởng phòng cùng điều chỉnh.
