# %% [markdown] id="goal" lang="en"
# # Reading a score
#
# "It said 80 %, and we lost the customer." So was the score wrong? One lead can never tell. A group of leads can.
#
# **At the end you can turn a score into counts of people, compute how many of the leads it marks will buy,
# and judge a score on a group.**
#
# About twenty minutes. Choose **Run > Run All Cells** first and scroll back up.
# %% [markdown] id="goal" lang="vi" of="e992841c"
# # Đọc điểm số của lead
#
# "Điểm số ghi 80% mà khách vẫn không mua." Vậy là điểm số sai? Một lead thì không bao giờ trả lời được. Một nhóm lead thì được.
#
# **Cuối bài, bạn biết đổi điểm số ra số người, tính được bao nhiêu lead được đánh dấu sẽ mua,
# và đánh giá điểm số trên một nhóm.**
#
# Khoảng hai mươi phút. Hãy chọn **Run > Run All Cells** (nếu thực đơn là tiếng Việt: **Chạy > Run All Cells**) trước rồi cuộn trở lên.
# %% id="setup" tags=["setup"]
import leadkit as lk
from leadkit.learn import ask, play, quiz

lk.setup("en")
# %% [markdown] id="hundred" lang="en"
# ## 1. A score is a hundred people
#
# The article behind these lessons asks that leads be screened before the handoff, so that sales spends its time on the really promising ones.
# But nobody can see on one lead that it will buy. What can be known is how *leads like this one* fared.
# That is what a **score** says: a probability, written in percent.
#
# *Retold from: C3 Group, "Sự khác nhau giữa sales và marketing, làm thế nào để phối hợp hiệu quả?"*
#
# So do not read "10 %". Read "ten of a hundred such people".
# %% [markdown] id="hundred" lang="vi" of="b2c3232f"
# ## 1. Điểm số là chuyện của một trăm người
#
# Bài viết làm nền cho các bài học này yêu cầu sàng lọc lead trước khi bàn giao, để sales dành thời gian cho những khách thật sự tiềm năng.
# Nhưng nhìn vào một lead thì không ai thấy được lead đó sẽ mua. Điều có thể biết là *những lead giống như vậy* trước đây ra sao.
# **Điểm số** của lead nói đúng điều đó: một xác suất, viết theo phần trăm.
#
# *Kể lại từ: C3 Group, "Sự khác nhau giữa sales và marketing, làm thế nào để phối hợp hiệu quả?".*
#
# Vì vậy, thấy "10%" thì hãy đọc là "mười trong một trăm người như thế".
# %% id="hundred-people"
from leadkit.learn.lessons.people import hundred

ax = hundred(0.10).plot()
# %% [markdown] id="counting" lang="en"
# Nine of ten such leads do not buy, and the score has said so. Ten do, and they are worth finding.
#
# Now count for yourself. Three groups of leads lie on the table.
# %% [markdown] id="counting" lang="vi" of="d8e7e8c7"
# Cứ mười lead như vậy thì chín lead không mua, và điểm số đã nói trước điều đó. Trong một trăm lead vẫn có mười người mua, rất đáng tìm.
#
# Giờ đến lượt bạn đếm. Trên bàn có ba nhóm lead.
# %% id="expected"
ask("t04.1")
# %% [markdown] id="two-crowds" lang="en"
# ## 2. Two crowds, one score
#
# Some scores only mark: this lead is **hot**, that one is not. Here one and the same score marks leads of two channels.
# On the website one lead in ten will buy. In the new channel it is one in fifty.
#
# > **Try it.** Compare the grey parts, above and below. Then move the slider. What changes, though the score stays the same?
# %% [markdown] id="two-crowds" lang="vi" of="a0beac33"
# ## 2. Hai nhóm khách, một cách chấm
#
# Có loại điểm số chỉ đánh dấu: lead này **nóng** (cần gọi ngay), lead kia thì không. Dưới đây, cùng một cách chấm đánh dấu lead ở hai kênh.
# Trên website, cứ mười lead có một lead sẽ mua. Ở kênh mới, năm mươi lead mới có một.
#
# > **Thử ngay.** So sánh phần nền xám ở trên và ở dưới. Rồi kéo thanh trượt. Cách chấm vẫn như cũ, vậy điều gì thay đổi?
# %% id="crowds"
play("t04.crowds")
# %% [markdown] id="one-line" lang="en"
# Before you read on, write one line on paper: *what makes a hot lead worth less in the new channel?* Nobody marks it.
# %% [markdown] id="one-line" lang="vi" of="7713a947"
# Trước khi đọc tiếp, bạn hãy viết ra giấy một dòng: *vì sao lead nóng ở kênh mới lại kém giá trị hơn?* Không ai chấm dòng này.
# %% [markdown] id="rule" lang="en"
# The score finds six of ten buyers in both crowds. It also marks two of ten others by mistake, and where buyers are rare, almost everybody is one of the others.
# The share that buys *before* anybody looks at the score is called the **base rate**. It decides what "hot" is worth.
#
# The rule: *hot buyers out of all hot*. Here it is, worked. Of 300 leads 30 will buy; hot are 21 of these 30, and 63 of the 270 others.
#
# 1. *Who is hot?* 21 + 63 = 84 leads. (Buyers and others; the question is about this crowd alone.)
# 2. *Who among them buys?* 21.
# 3. *Out of how many?* 21 of 84, 25 %. Before the score it was 10 %.
#
# The last steps of the next one are yours.
# %% [markdown] id="rule" lang="vi" of="67c2d932"
# Ở cả hai nhóm, cách chấm này đều tìm ra sáu trên mười người mua. Nhưng cứ mười người không mua, nó cũng đánh dấu nhầm hai người; nơi ít người mua thì hầu như ai cũng thuộc số không mua.
# Tỷ lệ mua *trước khi* xem điểm số gọi là **tỷ lệ nền**. Chính tỷ lệ nền quyết định chữ "nóng" đáng giá bao nhiêu.
#
# Quy tắc: *lấy người mua trong nhóm nóng chia cho cả nhóm nóng*. Một ví dụ giải sẵn: trong 300 lead có 30 lead sẽ mua; lead nóng gồm 21 trong 30 lead này và 63 trong 270 lead còn lại.
#
# 1. *Ai là lead nóng?* 21 + 63 = 84 lead. (Cả người mua lẫn người không mua; câu hỏi chỉ nói về nhóm này.)
# 2. *Trong đó ai mua?* 21 lead.
# 3. *Trên bao nhiêu?* 21 trên 84, tức 25%. Khi chưa chấm điểm là 10%.
#
# Ở bài dưới đây, các bước cuối là của bạn.
# %% id="share"
ask("t04.2")
# %% [markdown] id="again" lang="en"
# ## 3. Fifty leads, again and again
#
# A score of 20 %, and fifty leads. Ten of them should buy. Will it be ten?
#
# > **Try it.** First name your range: at least so many, at most so many. Then draw, first once, then ten times. How often does your range hold?
# %% [markdown] id="again" lang="vi" of="ae591b7b"
# ## 3. Năm mươi lead, rút đi rút lại
#
# Năm mươi lead, mỗi lead được chấm 20%. Lẽ ra mười lead sẽ mua. Có đúng mười không?
#
# > **Thử ngay.** Trước hết, hãy chọn khoảng của bạn: ít nhất bao nhiêu, nhiều nhất bao nhiêu. Rồi rút, đầu tiên một lần, sau đó mười lần. Khoảng của bạn đúng được mấy lần?
# %% id="fifties"
from leadkit.learn.lessons.betting import bet_on_fifty

bet_on_fifty()
# %% [markdown] id="luck" lang="en"
# > **What this says.** Nothing but luck differs from draw to draw. A score is therefore not judged by whether the number is met,
# > but by whether it lies within what **luck** allows. The fewer the leads, the wider that is.
# %% [markdown] id="luck" lang="vi" of="1769cb1d"
# > **Kết quả cho thấy.** Giữa các lần rút chỉ có may rủi là khác. Vì vậy, đừng xét điểm số bằng việc có trúng con số hay không,
# > mà xét kết quả có nằm trong khoảng do **may rủi** hay không. Càng ít lead thì khoảng này càng rộng.
# %% id="fits"
ask("t04.3")
# %% [markdown] id="by-group" lang="en"
# ## 4. Judge it group by group
#
# When about 20 of 100 leads with a score of 20 % do buy, and so on for every score, the score is called well **calibrated**.
# This is how to check it: put leads with about the same score together, add up how many should have bought, and set beside it how many did.
# Bought for each one that should have: 1 is right on the mark, below 1 the score has promised too much.
# %% [markdown] id="by-group" lang="vi" of="6b31b960"
# ## 4. Đánh giá theo từng nhóm
#
# Khi trong 100 lead được chấm 20% quả thật có khoảng 20 lead mua, và mức điểm nào cũng vậy, thì điểm số được gọi là **hiệu chuẩn** tốt.
# Cách kiểm tra: gom các lead có điểm gần nhau, cộng xem lẽ ra bao nhiêu lead mua, rồi đặt bên cạnh số lead đã mua.
# Lấy số đã mua chia cho số lẽ ra mua: bằng 1 là khớp, dưới 1 là điểm số đã hứa quá nhiều.
# %% id="by-group-checked"
ask("t04.4")
# %% [markdown] id="sample" lang="en"
# And in the sample book, an invented firm with many more leads? Here a score has learned from the older leads.
# It is then held against the later ones, whose outcome it had not seen. Only leads whose outcome window is over are counted: open is never lost.
# %% [markdown] id="sample" lang="vi" of="4090edc7"
# Còn dữ liệu mẫu, một công ty giả định có nhiều lead hơn hẳn? Ở đây, điểm số được học từ các lead cũ,
# rồi đem so với các lead đến sau, những lead mà mô hình chưa từng thấy kết quả. Chỉ tính lead đã hết thời hạn theo dõi: còn mở không phải là mất.
# %% id="sample-groups"
from leadkit.learn.lessons.scored import score_the_book

score = score_the_book(lk.training_set(lk.read_book(lk.sample())))
ax = score.plot()
# %% [markdown] id="groups-say" lang="en"
# The same in numbers, each win rate with its interval at 95 %. A dot to the left of the grey means that fewer bought than luck can explain: there the score says too much.
# The market may have changed since it learned. Do not throw it away for that; say it, and have it adjusted.
# %% [markdown] id="groups-say" lang="vi" of="26a5873c"
# Vẫn kết quả đó bằng con số, mỗi tỷ lệ chốt kèm khoảng tin cậy 95%. Chấm nằm bên trái vùng xám nghĩa là số người mua ít hơn mức may rủi có thể giải thích: ở đó điểm số nói quá.
# Có thể thị trường đã thay đổi từ khi mô hình học. Không cần vì thế mà bỏ; hãy nói rõ điều này và đề nghị chỉnh lại.
# %% id="sample-table"
score
# %% [markdown] id="one-lead" lang="en"
# ## 5. One lead, and why
#
# Now one lead that is still open. Read its score as a hundred people, then its reasons. The reasons say what *the score* goes by.
# They do not say what would make this customer buy, and they do not replace the telephone call.
# %% [markdown] id="one-lead" lang="vi" of="07b59663"
# ## 5. Một lead, và vì sao
#
# Giờ đến một lead còn mở. Hãy đọc điểm số như chuyện của một trăm người, rồi mới đọc lý do. Lý do cho biết *điểm số* dựa vào đâu.
# Lý do không cho biết điều gì sẽ khiến khách này mua, và không thay được cuộc gọi.
# %% id="reasons"
lead = score.read_one()
lead
# %% [markdown] id="quiz" lang="en"
# ## 6. Two cases
# %% [markdown] id="quiz" lang="vi" of="734d6d46"
# ## 6. Hai tình huống
# %% id="cases"
quiz("t04")
# %% [markdown] id="fair" lang="en"
# ## 7. A fair correction: promising is a probability
#
# The article wants marketing to pass on the customers who are really promising. That is the right aim. Three things belong beside it:
#
# - **Nobody sees it on one lead.** "Really promising" is a probability, and it shows in groups.
# - **It is known only for leads that somebody worked.** About those that were never called, the score can but guess.
# - **It is a probability with our work in it.** A good score does not sell, and a poor quarter does not prove it wrong.
# %% [markdown] id="fair" lang="vi" of="8b6bc2b3"
# ## 7. Nói lại cho công bằng: tiềm năng là một xác suất
#
# Bài viết mong marketing chuyển sang những khách thật sự tiềm năng. Mục tiêu đó đúng. Cần nói thêm ba điều:
#
# - **Nhìn một lead thì không ai thấy.** "Thật sự tiềm năng" là một xác suất, và xác suất chỉ hiện ra trong nhóm.
# - **Chỉ biết được ở những lead đã có người chăm sóc.** Với lead chưa ai gọi, điểm số chỉ là phỏng đoán.
# - **Xác suất đó đã gồm cả công sức của chúng ta.** Điểm số tốt không tự bán được hàng, và một quý kém chưa chứng minh điểm số sai.
# %% [markdown] id="recap" lang="en"
# ## What to take along
#
# A score speaks of a hundred such leads, not of one.
# The same score means less where buyers are rare.
# Judge it by group, with luck in mind.
#
# **On Monday you can** answer "it said 80 % and we lost" in two sentences.
# %% [markdown] id="recap" lang="vi" of="42c69f84"
# ## Điều cần nhớ
#
# Điểm số nói về một trăm lead giống nhau, không phải một lead.
# Cùng một điểm số, nơi ít người mua thì ý nghĩa giảm đi.
# Hãy đánh giá theo nhóm và luôn tính đến may rủi.
#
# **Thứ Hai tới, bạn có thể** trả lời câu "chấm 80% mà vẫn mất khách" bằng hai câu ngắn.
# %% [markdown] id="checklist" lang="en"
# ## For the manager
#
# Talk it over for five minutes, then sign. The new colleague can, without looking it up:
#
# - [ ] take the score of one of last week's leads and say it as a number of people out of a hundred;
# - [ ] say how many of this week's leads should buy, from their scores;
# - [ ] say what our base rate is, and why a hot lead means less in a channel where few buy;
# - [ ] answer a colleague who says "it said 80 % and we lost" in two sentences;
# - [ ] say how many leads we would need before we call a score wrong, and why one is not enough.
#
# Name, date, signature: ______________________
#
# **All lessons:** [Start here](00_start_here.ipynb). Back to [A lead's journey](t02_a_leads_journey.ipynb) or [What is a good lead](t03_what_is_a_good_lead.ipynb).
# %% [markdown] id="checklist" lang="vi" of="01c17f70"
# ## Dành cho người quản lý
#
# Trao đổi năm phút rồi ký. Không cần xem lại bài, đồng nghiệp mới có thể:
#
# - [ ] lấy điểm số của một lead tuần trước và nói thành bao nhiêu người trên một trăm;
# - [ ] dựa vào điểm số, nói xem các lead tuần này lẽ ra có bao nhiêu lead mua;
# - [ ] cho biết tỷ lệ nền ở công ty mình, và vì sao lead nóng ở kênh ít người mua lại kém ý nghĩa hơn;
# - [ ] trả lời đồng nghiệp nói "chấm 80% mà vẫn mất khách" bằng hai câu ngắn;
# - [ ] nói cần bao nhiêu lead mới có thể kết luận điểm số sai, và vì sao một lead là chưa đủ.
#
# Họ tên, ngày, chữ ký: ______________________
#
# **Mọi bài học:** [Bắt đầu từ đây](00_start_here.ipynb). Xem lại [Hành trình của một lead](t02_a_leads_journey.ipynb) hoặc [Thế nào là một lead tốt](t03_what_is_a_good_lead.ipynb).
