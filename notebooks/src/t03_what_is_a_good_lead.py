# %% [markdown] id="goal" lang="en"
# # What is a good lead
#
# "Bad leads", says sales. "Bad selling", says marketing. Before anybody is blamed, both need one written answer to one question:
# what must a lead be, before it goes to sales?
#
# **At the end you can screen leads by hand and by rule, tell what must be met from what may be weighed,
# and say what a rule costs.**
#
# About twenty minutes. Choose **Run > Run All Cells** first and scroll back up.
# %% [markdown] id="goal" lang="vi" of="befef469"
# # Thế nào là một lead tốt
#
# Sales nói: "Lead kém." Marketing nói: "Bán hàng kém." Trước khi trách ai, hai bên cần một câu trả lời bằng văn bản cho cùng một câu hỏi:
# lead phải như thế nào mới được chuyển cho sales?
#
# **Cuối bài, bạn biết sàng lọc lead bằng tay và bằng quy tắc, phân biệt điều buộc phải đạt với điều được cân nhắc,
# và nói được một quy tắc tốn bao nhiêu.**
#
# Khoảng hai mươi phút. Hãy chọn **Run > Run All Cells** (nếu thực đơn là tiếng Việt: **Chạy > Run All Cells**) trước rồi cuộn trở lên.
# %% id="setup" tags=["setup"]
import leadkit as lk
from leadkit.learn import ask, play, quiz

lk.setup("en")
# %% [markdown] id="six-leads" lang="en"
# ## 1. Six leads on the table
#
# In the article behind these lessons the quarrels begin with customer data: one department collects them, the other has to sell with them.
# Its first remedy is a written **standard** for the quality of these data, and a **screening** before the handoff.
#
# *Retold from: C3 Group, "Sự khác nhau giữa sales và marketing, làm thế nào để phối hợp hiệu quả?"*
#
# Here are six invented leads, the way they come in. The standard gives each a **score**: how complete, valid and fresh it is, and so on,
# weighed into one number from 0 to 1. It also has **gates**: the person can be reached, has agreed to it, and is not there already.
# %% [markdown] id="six-leads" lang="vi" of="944bce21"
# ## 1. Sáu lead trên bàn
#
# Trong bài viết làm nền cho các bài học này, mâu thuẫn bắt đầu từ dữ liệu khách hàng: một phòng thu thập, phòng kia phải bán hàng từ đó.
# Cách chữa đầu tiên là một bản **quy chuẩn** chất lượng dữ liệu khách hàng, và bước **sàng lọc** trước khi bàn giao.
#
# *Kể lại từ: C3 Group, "Sự khác nhau giữa sales và marketing, làm thế nào để phối hợp hiệu quả?".*
#
# Dưới đây là sáu lead giả định, đúng như lúc mới về. Quy chuẩn cho mỗi lead một **điểm**: đầy đủ, hợp lệ, còn mới đến đâu...,
# gộp theo trọng số thành một số từ 0 đến 1. Quy chuẩn còn có các **điều kiện bắt buộc**: liên hệ được với khách, khách đã đồng ý, và khách chưa có sẵn trong dữ liệu.
# %% id="cards"
from leadkit.learn.lessons.deck import passed_of, six_leads

six_leads()
# %% [markdown] id="by-hand" lang="en"
# You are the one who screens. Which of them do you pass on?
# %% [markdown] id="by-hand" lang="vi" of="9794a759"
# Bạn là người sàng lọc. Bạn cho những lead nào đi tiếp?
# %% id="which-pass"
ask("t03.1")
# %% [markdown] id="gate-and-score" lang="en"
# ## 2. A gate and a score
#
# A **gate** is passed or not. Whoever has not agreed to be called has not agreed, however well the form is filled in.
# Nothing makes up for it.
#
# A **score** may be weighed. A missing company name costs a little, a mistyped e-mail address a little, two days of waiting a little.
# One blemish is no reason to lose a customer; five of them are.
#
# So the order is always the same: gates first, then the line.
# %% [markdown] id="gate-and-score" lang="vi" of="e9546a01"
# ## 2. Điều kiện bắt buộc và điểm
#
# **Điều kiện bắt buộc** chỉ có đạt hoặc không. Khách chưa đồng ý cho gọi thì là chưa đồng ý, dù thông tin điền đầy đủ đến đâu.
# Không gì bù được.
#
# **Điểm** thì được cân nhắc. Thiếu tên công ty mất một ít, e-mail gõ sai mất một ít, chờ hai ngày mất một ít.
# Một lỗi nhỏ không phải lý do để mất khách; năm lỗi thì có.
#
# Vì vậy thứ tự luôn là: xét điều kiện bắt buộc trước, rồi mới xét mức đạt.
# %% id="rate"
ask("t03.2")
# %% [markdown] id="sample" lang="en"
# And the sample book, an invented firm with many more leads? The same kind of standard, with the interval at 95 %.
# Below it the reasons for setting leads aside, the most frequent first.
# %% [markdown] id="sample" lang="vi" of="b233cdec"
# Còn dữ liệu mẫu, một công ty giả định có nhiều lead hơn hẳn? Vẫn là loại quy chuẩn đó, kèm khoảng tin cậy 95%.
# Bên dưới là các lý do để riêng lead, lý do hay gặp nhất đứng đầu.
# %% id="sample-passes"
report = lk.screen(lk.read_book(lk.sample()))
passed_of(report)
# %% id="sample-reasons"
ax = report.pareto()
# %% [markdown] id="twelve-leads" lang="en"
# ## 3. Twelve leads, by hand and by rule
#
# A morning's work: twelve leads, and sales is waiting. Five of them nobody can work, seven are good.
# Which is which, sales found out later, on the telephone.
#
# > **Try it.** Press Start and screen them by hand. Then read what you let through, and what you would have lost.
# %% [markdown] id="twelve-leads" lang="vi" of="aa51f6a1"
# ## 3. Mười hai lead, bằng tay và bằng quy tắc
#
# Việc của một buổi sáng: mười hai lead, và sales đang chờ. Năm lead không ai làm được gì, bảy lead là tốt.
# Lead nào thuộc loại nào thì về sau sales mới biết, khi gọi điện.
#
# > **Thử ngay.** Bấm Bắt đầu và sàng lọc bằng tay. Rồi xem bạn đã để lọt lead nào, và lẽ ra đã mất lead nào.
# %% id="against-the-clock"
from leadkit.learn.lessons.by_hand import screen_by_hand

screen_by_hand()
# %% [markdown] id="by-rule" lang="en"
# Now by rule. Every box is a line of the standard: each lead must meet it, or it is set aside.
# A rule takes no time, never gets tired, and treats every lead alike. It also sees nothing but what it asks.
#
# > **Try it.** Tick one box after the other, and watch both counters.
# %% [markdown] id="by-rule" lang="vi" of="8ec77726"
# Giờ đến quy tắc. Mỗi ô là một dòng trong quy chuẩn: lead phải đạt, nếu không thì để riêng.
# Quy tắc không mất thời gian, không biết mệt và xử mọi lead như nhau. Nhưng quy tắc cũng chỉ thấy đúng điều được hỏi.
#
# > **Thử ngay.** Đánh dấu từng ô một và theo dõi cả hai con số.
# %% id="boxes"
play("t03.boxes")
# %% id="best-boxes"
ask("t03.3")
# %% [markdown] id="price" lang="en"
# ## 4. What a rule costs
#
# A rule saves work that leads to nothing. It also blocks leads that would have been won. So it has a price.
# Say that working one lead costs 50,000 ₫, and a win is worth 1,000,000 ₫. A rule would have flagged 40 of last quarter's leads:
#
# 1. *What does it save?* The work on 40 leads: 40 × 50,000 ₫ = 2,000,000 ₫.
# 2. *What does it block?* One of the 40 was won: 1,000,000 ₫.
# 3. *What is left?* 1,000,000 ₫. The rule earns its keep, though it lost a customer.
#
# With three such wins among the 40 it would cost more than it saves. A rule that is never priced is a guess.
# %% [markdown] id="price" lang="vi" of="bd302f5f"
# ## 4. Một quy tắc tốn bao nhiêu
#
# Quy tắc tiết kiệm công sức bỏ ra vô ích. Quy tắc cũng chặn cả những lead lẽ ra đã chốt. Vì vậy quy tắc nào cũng có giá.
# Giả sử chăm sóc một lead tốn 50.000 ₫, một đơn đáng giá 1.000.000 ₫. Một quy tắc lẽ ra đã chặn 40 lead của quý trước:
#
# 1. *Tiết kiệm được gì?* Công chăm sóc 40 lead: 40 × 50.000 ₫ = 2.000.000 ₫.
# 2. *Chặn mất gì?* Một trong 40 lead đó đã chốt: 1.000.000 ₫.
# 3. *Còn lại bao nhiêu?* 1.000.000 ₫. Quy tắc đáng giữ, dù làm mất một khách.
#
# Nếu trong 40 lead có ba đơn như vậy thì cái mất lớn hơn cái được. Quy tắc chưa tính giá thì mới chỉ là phỏng đoán.
# %% id="worth"
ask("t03.4")
# %% [markdown] id="graders" lang="en"
# ## 5. Do both sides mean the same?
#
# A standard is only as clear as its words. Here is how to find out: marketing and sales each grade the same fifty leads, good or not,
# and neither sees what the other writes.
# %% [markdown] id="graders" lang="vi" of="279e95a4"
# ## 5. Hai bên có hiểu giống nhau không?
#
# Quy chuẩn chỉ rõ đến mức câu chữ cho phép. Có cách kiểm tra: marketing và sales cùng chấm năm mươi lead, tốt hay không tốt,
# và không ai xem bài của ai.
# %% id="two-graders"
from leadkit.learn.lessons.graders import two_graders

ax = two_graders().plot()
# %% [markdown] id="graders-say" lang="en"
# > **What this says.** Two people who toss coins agree on half of the leads. What counts is what they agree on beyond that.
# > Little of it means that the words are vague, not that somebody grades in bad faith. Sharpen the words, then grade fresh leads.
# %% [markdown] id="graders-say" lang="vi" of="65be1360"
# > **Kết quả cho thấy.** Hai người tung đồng xu cũng trùng ý ở một nửa số lead. Điều đáng kể là phần trùng ý vượt trên mức đó.
# > Phần này ít thì câu chữ còn mơ hồ, không phải có ai chấm thiếu thiện chí. Hãy sửa câu chữ, rồi chấm lại trên các lead mới.
# %% [markdown] id="quiz" lang="en"
# ## 6. Two cases
# %% [markdown] id="quiz" lang="vi" of="734d6d46"
# ## 6. Hai tình huống
# %% id="cases"
quiz("t03")
# %% [markdown] id="fair" lang="en"
# ## 7. A fair correction: a standard must earn its keep
#
# The article is right: written criteria and a screening end much of the blame. Three things belong beside it:
#
# - **Each rule must pay.** What it saves and what it blocks can be counted on last quarter's leads, and again on the next.
# - **Agreement must be measured.** A share of equal grades flatters where most leads are alike (Gwet, 2008).
# - **Consent is more than quality.** In Viet Nam advertising calls and messages need consent beforehand (Decree 91/2020),
#   and a law on personal data has been in force since 1 January 2026 (Law 91/2025). This is a note, not legal advice.
# %% [markdown] id="fair" lang="vi" of="f1bdf2b0"
# ## 7. Nói lại cho công bằng: quy chuẩn phải đáng công
#
# Bài viết nói đúng: tiêu chí bằng văn bản và bước sàng lọc chấm dứt phần lớn chuyện đổ lỗi. Cần nói thêm ba điều:
#
# - **Quy tắc nào cũng phải có lợi.** Cái được và cái mất đếm được trên lead của quý trước, rồi đếm lại ở quý sau.
# - **Phải đo mức trùng ý.** Khi phần lớn lead giống nhau, tỷ lệ chấm giống nhau trông đẹp hơn thực tế (Gwet, 2008).
# - **Sự đồng ý không chỉ là chuyện chất lượng.** Ở Việt Nam, gọi điện và nhắn tin quảng cáo phải được khách đồng ý trước (Nghị định 91/2020),
#   và luật về dữ liệu cá nhân có hiệu lực từ 01/01/2026 (Luật 91/2025). Đây là ghi chú, không phải tư vấn pháp lý.
# %% [markdown] id="recap" lang="en"
# ## What to take along
#
# A gate is passed or not; a score may be weighed.
# Screening belongs before the handoff.
# A rule has a price: the good leads it blocks.
#
# **On Monday you can** set a lead aside with the right code instead of passing it on.
# %% [markdown] id="recap" lang="vi" of="db901784"
# ## Điều cần nhớ
#
# Điều kiện bắt buộc chỉ có đạt hoặc không; điểm thì mới cân nhắc.
# Sàng lọc phải xong trước khi bàn giao.
# Quy tắc nào cũng có giá: những lead tốt bị nó chặn lại.
#
# **Thứ Hai tới, bạn có thể** để riêng một lead với đúng mã lý do, thay vì chuyển đi cho xong.
# %% [markdown] id="checklist" lang="en"
# ## For the manager
#
# Talk it over for five minutes, then sign. The new colleague can, without looking it up:
#
# - [ ] name the gates of our own standard, and say why no score makes up for them;
# - [ ] take five of last week's leads and say which pass, which do not, and with which code;
# - [ ] say how many leads passed last month, and out of how many;
# - [ ] name one rule of ours and say what it saves, and which good leads it may block;
# - [ ] say what to do when marketing and sales grade the same lead differently.
#
# Name, date, signature: ______________________
#
# **All lessons:** [Start here](00_start_here.ipynb). Back to [A lead's journey](t02_a_leads_journey.ipynb).
# %% [markdown] id="checklist" lang="vi" of="e4e41a44"
# ## Dành cho người quản lý
#
# Trao đổi năm phút rồi ký. Không cần xem lại bài, đồng nghiệp mới có thể:
#
# - [ ] kể các điều kiện bắt buộc trong quy chuẩn ở công ty mình, và nói vì sao không điểm nào bù được;
# - [ ] lấy năm lead của tuần trước, nói lead nào đạt, lead nào không, kèm mã lý do nào;
# - [ ] cho biết tháng trước bao nhiêu lead đạt, trên tổng số bao nhiêu;
# - [ ] nêu một quy tắc của mình, quy tắc đó tiết kiệm được gì và có thể chặn những lead tốt nào;
# - [ ] nói phải làm gì khi marketing và sales chấm cùng một lead khác nhau.
#
# Họ tên, ngày, chữ ký: ______________________
#
# **Mọi bài học:** [Bắt đầu từ đây](00_start_here.ipynb). Xem lại [Hành trình của một lead](t02_a_leads_journey.ipynb).
