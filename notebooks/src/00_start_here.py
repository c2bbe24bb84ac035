# %% [markdown] id="title" lang="en"
# # Start here
#
# Marketing brings leads, sales sells to them, and when the target is missed each side points at the other.
# leadkit helps both to look at the same numbers, and these notebooks show how.
#
# **At the end of this page you know which road is yours, how to run a notebook and how to answer a question.**
# %% [markdown] id="title" lang="vi" of="010282e6"
# # Bắt đầu từ đây
#
# Marketing đem lead về, sales bán hàng cho những lead đó; khi hụt chỉ tiêu, bên này lại đổ lỗi cho bên kia.
# leadkit giúp hai bên cùng nhìn vào một bộ số liệu, và các bài này chỉ cách làm.
#
# **Đọc xong trang này, bạn biết nên đi đường nào, chạy bài ra sao và trả lời câu hỏi thế nào.**
# %% id="setup" tags=["setup"]
import leadkit as lk
from leadkit.learn import ask, glossary

lk.setup("en")
# %% [markdown] id="roads" lang="en"
# ## 1. Which road is yours
#
# | you are | begin with | what you need |
# |---|---|---|
# | new in sales or marketing | [Pull and push](t01_pull_and_push.ipynb), then [A lead's journey](t02_a_leads_journey.ipynb), [What is a good lead](t03_what_is_a_good_lead.ipynb), [Reading a score](t04_reading_a_score.ipynb), [Where to draw the line](t05_where_to_draw_the_line.ipynb), [Bad leads or bad selling?](t06_bad_leads_or_bad_selling.ipynb), [Talking both ways](t07_talking_both_ways.ipynb) and [The written agreement](t08_the_written_agreement.ipynb) | nothing: you read, click and are told why |
# | an analyst | [Import your CRM export](a01_import_your_crm_export.ipynb), [Screen](a02_screen.ipynb), [Label and leakage](a03_label_and_leakage.ipynb), [Train and calibrate](a04_train_and_calibrate.ipynb), [Choose the threshold](a05_choose_the_threshold.ipynb), [Leads we never saw](a06_leads_we_never_saw.ipynb), [Write and audit the agreement](a07_write_and_audit_the_agreement.ipynb), [Score new leads](a08_score_new_leads.ipynb) | some Python |
# | head of sales or of marketing | [Quarterly review](r01_quarterly_review.ipynb) | half an hour, and the other head beside you |
# %% [markdown] id="roads" lang="vi" of="33090b1d"
# ## 1. Bạn nên đi đường nào
#
# | bạn là | bắt đầu với | cần có |
# |---|---|---|
# | người mới ở phòng sales hoặc marketing | [Sức kéo và sức đẩy](t01_pull_and_push.ipynb), rồi [Hành trình của một lead](t02_a_leads_journey.ipynb), [Thế nào là một lead tốt](t03_what_is_a_good_lead.ipynb), [Đọc điểm của một lead](t04_reading_a_score.ipynb), [Đặt ngưỡng bàn giao ở đâu](t05_where_to_draw_the_line.ipynb), [Lead kém hay bán kém?](t06_bad_leads_or_bad_selling.ipynb), [Trao đổi hai chiều](t07_talking_both_ways.ipynb) và [Thỏa thuận bằng văn bản](t08_the_written_agreement.ipynb) | không cần gì: bạn đọc, bấm chọn và được giải thích |
# | người làm phân tích | [Nhập tệp xuất từ CRM](a01_import_your_crm_export.ipynb), [Sàng lọc](a02_screen.ipynb), [Nhãn và rò rỉ dữ liệu](a03_label_and_leakage.ipynb), [Huấn luyện và hiệu chuẩn](a04_train_and_calibrate.ipynb), [Chọn ngưỡng bàn giao](a05_choose_the_threshold.ipynb), [Những lead chưa ai gọi](a06_leads_we_never_saw.ipynb), [Soạn thỏa thuận và kiểm tra cam kết](a07_write_and_audit_the_agreement.ipynb), [Chấm điểm lead mới](a08_score_new_leads.ipynb) | biết một chút Python |
# | trưởng phòng sales hoặc marketing | [Rà soát quý](r01_quarterly_review.ipynb) | nửa giờ, và trưởng phòng bên kia cùng ngồi |
# %% [markdown] id="running" lang="en"
# ## 2. How to run a notebook
#
# A notebook is a page of cells: some hold text, some do something. You never have to type code.
#
# - Choose **Run > Run All Cells** in the menu. This starts everything on the page; the tour further down takes up to half a minute.
#   The page jumps to its end: scroll back up. If nothing happens, the page was not ready yet; wait a few seconds and choose it again.
# - To run one cell alone, click into it and press **Shift+Enter**. Tab takes you from field to field.
# - The code is folded away. A click on the three dots ••• opens it; nothing you learn here needs that.
#
# > **If a red message appears** that *nothing is called* so *yet*, or that some *name is not defined*, nothing is broken:
# > that cell needs one further up that has not run yet. Choose **Run > Run All Cells** again.
# >
# > **On another day** the page shows questions without a place to answer: choose **Run > Run All Cells**, and they are live again.
# %% [markdown] id="running" lang="vi" of="0d71dd45"
# ## 2. Cách chạy một bài
#
# Mỗi bài là một trang gồm nhiều ô: ô thì chứa chữ, ô thì thực hiện một việc. Bạn không phải gõ mã lệnh.
#
# - Chọn **Run > Run All Cells** (thực đơn tiếng Việt: **Chạy > Run All Cells**) trên thanh thực đơn. Cả trang sẽ chạy; phần giới thiệu ở cuối trang mất chừng nửa phút.
#   Trang sẽ nhảy xuống cuối: hãy cuộn trở lên. Nếu không thấy gì, trang chưa sẵn sàng; chờ vài giây rồi chọn lại.
# - Muốn chạy riêng một ô, bấm vào ô đó rồi nhấn **Shift+Enter**. Phím Tab đưa bạn qua từng chỗ điền.
# - Phần mã đã được gập lại. Bấm vào ba dấu chấm ••• thì phần này mở ra; học các bài này không cần đến.
#
# > **Nếu có thông báo màu đỏ** ghi *chưa có gì mang tên ...* hoặc *name ... is not defined* thì cũng không có gì hỏng:
# > ô đó cần một ô phía trên mà ô ấy chưa chạy. Hãy chọn lại **Run > Run All Cells**.
# >
# > **Hôm khác mở lại,** trang chỉ hiện câu hỏi mà chưa có chỗ điền: hãy chọn **Run > Run All Cells**, bạn lại trả lời được.
# %% [markdown] id="answering" lang="en"
# ## 3. How to answer
#
# Here is a question to practise on. Type your answer and press **Check**.
# With a comma or a point, with or without a percent sign: all are understood.
#
# Stuck? **Hint** points to the place, and pressed again to the step. **Solution** opens after a first try.
# A wrong answer costs nothing: it is told which thought leads there, and you may try as often as you like.
# Nobody else sees it.
# %% [markdown] id="answering" lang="vi" of="b89ed750"
# ## 3. Cách trả lời
#
# Đây là một câu hỏi để làm quen. Gõ câu trả lời rồi bấm nút kiểm tra ngay bên dưới.
# Dấu phẩy hay dấu chấm, có hay không có dấu phần trăm đều được.
#
# Nếu bí, bấm nút gợi ý: lần đầu chỉ chỗ cần xem, bấm lần nữa thì chỉ bước cần làm. Lời giải chỉ mở sau khi bạn đã thử một lần.
# Trả lời chưa đúng cũng không sao: bạn được cho biết suy nghĩ nào dẫn đến đó và thử lại bao nhiêu lần cũng được.
# Không ai khác nhìn thấy câu trả lời.
# %% id="practice"
ask("t00.1")
# %% [markdown] id="answering-says" lang="en"
# > **If you see the question but no field to type in,** you are looking at a stored page.
# > Open it in JupyterLab (`leadkit lab`) and choose **Run > Run All Cells**.
# %% [markdown] id="answering-says" lang="vi" of="43ef002d"
# > **Nếu chỉ thấy câu hỏi mà không có chỗ điền,** bạn đang xem bản lưu sẵn.
# > Hãy mở bài trong JupyterLab (`leadkit lab`) rồi chọn **Run > Run All Cells**.
# %% [markdown] id="tour" lang="en"
# ## 4. Five minutes: what leadkit gives
#
# The leads below belong to an invented firm. The article behind this kit (C3 Group) names where two departments quarrel
# and what helps. Three of its thoughts, each as one step:
#
# **Screen before the handoff.** Sales should not have to sort out what cannot be worked.
# Each lead is held against a standard that both teams wrote, and whatever is set aside has its reason.
# %% [markdown] id="tour" lang="vi" of="f7a79b76"
# ## 4. Năm phút: leadkit đem lại điều gì
#
# Các lead dưới đây là của một công ty giả định. Bài viết làm nền cho bộ tài liệu này (C3 Group) nêu chỗ hai phòng hay mâu thuẫn
# và điều gì giúp được. Dưới đây là ba ý trong bài, mỗi ý một bước:
#
# **Sàng lọc trước khi bàn giao.** Sales không nên phải lọc ra những lead không chăm sóc được.
# Từng lead được đối chiếu với quy chuẩn do hai bên cùng viết; lead nào để riêng cũng kèm lý do.
# %% id="screening"
book = lk.read_book(lk.sample())
screening = lk.screen(book, lk.Standard.load(lk.sample() / "standard.toml"))
screening
# %% [markdown] id="line" lang="en"
# **Draw the line in money.** Which leads are worth a salesperson's time? A score says how likely each is to buy;
# the value of a win and the cost of working a lead say where to stop. The yellow zone is where it hardly matters.
# %% [markdown] id="line" lang="vi" of="a84bb688"
# **Chọn ngưỡng bằng tiền.** Lead nào đáng để nhân viên kinh doanh bỏ thời gian? Điểm số cho biết khả năng mua;
# giá trị một đơn và chi phí chăm sóc một lead cho biết nên dừng ở đâu. Trong vùng màu vàng, chọn mức nào cũng gần như nhau.
# %% id="curve"
report = lk.evaluate(lk.training_set(screening.accepted))
terms = lk.Economics(value=12_000_000, cost=1_000_000, hours=3, currency="VND")
ax = lk.handoff_curve(report.predictions, terms).plot()
# %% [markdown] id="gap" lang="en"
# **Ask where the shortfall lies, not whose fault it is.** The gap between two quarters is split into five parts that add up.
# A hatched bar is one of which the data cannot tell whether it helped or hurt. That, too, is an answer.
# %% [markdown] id="gap" lang="vi" of="b58e257e"
# **Hỏi phần hụt nằm ở đâu, đừng hỏi lỗi của ai.** Phần chênh giữa hai quý được tách thành năm phần cộng lại vừa đủ.
# Thanh gạch chéo là phần mà dữ liệu chưa thể kết luận là giúp hay hại. Đó cũng là một câu trả lời.
# %% id="shortfall"
from leadkit.quality import marked

ax = lk.shortfall(marked(book)).plot()
# %% [markdown] id="words" lang="en"
# ## 5. The words of the trade
#
# Both departments use these words, and mean the same by them. Come back here whenever one is new to you.
# %% [markdown] id="words" lang="vi" of="0478d9dd"
# ## 5. Từ ngữ trong nghề
#
# Hai phòng cùng dùng những từ này và hiểu như nhau. Gặp từ nào còn lạ, bạn cứ quay lại đây.
# %% id="glossary"
glossary()
# %% [markdown] id="next" lang="en"
# ## Where to go now
#
# - New here? [Pull and push](t01_pull_and_push.ipynb): a quarter of an hour, and a market to play with.
# - Then [A lead's journey](t02_a_leads_journey.ipynb): what the numbers in the weekly table mean, and when to believe them.
# - After it [What is a good lead](t03_what_is_a_good_lead.ipynb): screen leads by hand, then by rule.
# - Then [Reading a score](t04_reading_a_score.ipynb): what "20 %" says of a lead, and what it does not.
# - Then [Where to draw the line](t05_where_to_draw_the_line.ipynb): which leads go to sales, played over four quarters.
# - [Bad leads or bad selling?](t06_bad_leads_or_bad_selling.ipynb): three firms to accuse, and what the truth says.
# - [Talking both ways](t07_talking_both_ways.ipynb) and [The written agreement](t08_the_written_agreement.ipynb): what both sides tell and owe each other.
# - Analysts: [Import your CRM export](a01_import_your_crm_export.ipynb), [Screen before handoff](a02_screen.ipynb), [Label and leakage](a03_label_and_leakage.ipynb), [Train and calibrate](a04_train_and_calibrate.ipynb), [Choose the threshold](a05_choose_the_threshold.ipynb), [Leads we never saw](a06_leads_we_never_saw.ipynb), [Write and audit the agreement](a07_write_and_audit_the_agreement.ipynb).
# - Heads of sales and marketing: [Quarterly review](r01_quarterly_review.ipynb). To move the line together on one screen,
#   open the threshold clinic on your own lead book: `leadkit app clinic BOOK`.
# %% [markdown] id="next" lang="vi" of="f6e56f4c"
# ## Đi tiếp đến đâu
#
# - Bạn mới vào? [Sức kéo và sức đẩy](t01_pull_and_push.ipynb): mười lăm phút, có một thị trường để chơi thử.
# - Sau đó là [Hành trình của một lead](t02_a_leads_journey.ipynb): các con số trong bảng hằng tuần nói gì, và khi nào nên tin.
# - Tiếp theo là [Thế nào là một lead tốt](t03_what_is_a_good_lead.ipynb): tự tay sàng lọc lead, rồi sàng lọc theo quy tắc.
# - Rồi [Đọc điểm của một lead](t04_reading_a_score.ipynb): "20%" nói gì về một lead, và không nói gì.
# - Rồi [Đặt ngưỡng bàn giao ở đâu](t05_where_to_draw_the_line.ipynb): lead nào được bàn giao cho sales, chơi thử qua bốn quý.
# - [Lead kém hay bán kém?](t06_bad_leads_or_bad_selling.ipynb): ba công ty để buộc tội, và sự thật là gì.
# - [Trao đổi hai chiều](t07_talking_both_ways.ipynb) và [Thỏa thuận bằng văn bản](t08_the_written_agreement.ipynb): hai bên nói với nhau và hứa với nhau những gì.
# - Người làm phân tích: [Nhập tệp xuất từ CRM](a01_import_your_crm_export.ipynb), [Sàng lọc trước khi bàn giao](a02_screen.ipynb), [Nhãn và rò rỉ dữ liệu](a03_label_and_leakage.ipynb), [Huấn luyện và hiệu chuẩn](a04_train_and_calibrate.ipynb), [Chọn ngưỡng bàn giao](a05_choose_the_threshold.ipynb), [Những lead chưa ai gọi](a06_leads_we_never_saw.ipynb), [Soạn thỏa thuận và kiểm tra cam kết](a07_write_and_audit_the_agreement.ipynb).
# - Trưởng phòng sales và marketing: [Rà soát quý](r01_quarterly_review.ipynb). Muốn cùng nhau điều chỉnh ngưỡng trên cùng một trang,
#   hãy mở phòng khám ngưỡng trên sổ lead của mình: `leadkit app clinic BOOK`.
