# %% [markdown] id="goal" lang="en"
# # Talking both ways
#
# Leads travel one way, from marketing to sales. What customers say has to travel back, and what customers were promised has to travel along.
#
# **At the end you can give a lost lead a reason code that somebody can act on, compute how complete the reasons are,
# and write one line to the other side that changes something.**
#
# About twenty minutes. Choose **Run > Run All Cells** first and scroll back up.
# %% [markdown] id="goal" lang="vi" of="73e5274b"
# # Trao đổi hai chiều
#
# Lead đi một chiều, từ marketing sang sales. Điều khách nói cần được chuyển ngược lại, còn điều đã hứa với khách cần đi kèm theo lead.
#
# **Cuối bài, bạn ghi được cho một lead bị mất mã lý do mà có người xử lý được, tính được lý do đã ghi đầy đủ đến đâu,
# và viết được cho bên kia một dòng làm thay đổi công việc.**
#
# Khoảng hai mươi phút. Hãy chọn **Run > Run All Cells** (nếu thực đơn là tiếng Việt: **Chạy > Run All Cells**) trước rồi cuộn trở lên.
# %% id="setup" tags=["setup"]
import leadkit as lk
from leadkit.learn import ask, quiz

lk.setup("en")
# %% [markdown] id="one-way" lang="en"
# ## 1. Three weeks of silence
#
# Many think, says the article behind these lessons, that working together means: marketing sends leads, sales sells. The way back matters just as much.
# Sales hears what customers need, how they behave, what they think of the product, and why they do not buy; marketing can correct its course by it.
# Marketing in turn owes more than a name and a number: all it knows of the lead, new signs of the market, and problems that have come up.
# Both report every day or every week, put it together, and look for the common problem.
#
# *Retold from: C3 Group, "Sự khác nhau giữa sales và marketing, làm thế nào để phối hợp hiệu quả?"*
#
# Now an invented firm in which nobody does this. Its advertisement promises delivery "tomorrow"; the warehouse needs three days.
# Customers say so, on the telephone, to sales.
# %% [markdown] id="one-way" lang="vi" of="73f211aa"
# ## 1. Ba tuần im lặng
#
# Bài viết làm nền cho các bài học này nhận xét: nhiều người nghĩ phối hợp chỉ là marketing gửi lead, sales bán hàng. Thật ra chiều ngược lại cũng quan trọng không kém.
# Sales nghe được khách cần gì, hành xử ra sao, đánh giá sản phẩm thế nào và vì sao không mua; nhờ đó marketing chỉnh lại hướng đi.
# Marketing cũng không chỉ gửi tên và số điện thoại: cần kèm mọi thông tin đã biết về lead, dấu hiệu mới của thị trường và vấn đề phát sinh.
# Hai bên báo cho nhau hằng ngày hoặc hằng tuần, gộp lại và cùng tìm ra vấn đề chung.
#
# *Kể lại từ: C3 Group, "Sự khác nhau giữa sales và marketing, làm thế nào để phối hợp hiệu quả?".*
#
# Còn đây là một công ty giả định, nơi không ai làm việc đó. Quảng cáo hứa giao hàng "ngay ngày mai"; kho thì cần ba ngày.
# Khách nói điều này với sales, qua điện thoại.
# %% id="silence"
from leadkit.learn.lessons.silence import three_weeks

ax = three_weeks().plot()
# %% [markdown] id="silence-says" lang="en"
# > **What this says.** Nobody lied and nobody was lazy. Sales thought that marketing knew; marketing saw its campaign run as planned.
# > One line on the first Friday could have come before most of these calls. And one line the other way, "we promise delivery tomorrow", could have come before all of them.
# %% [markdown] id="silence-says" lang="vi" of="7b1b2c91"
# > **Kết quả cho thấy.** Không ai nói dối, không ai lười. Sales tưởng marketing đã biết; marketing thấy chiến dịch vẫn chạy đúng kế hoạch.
# > Chỉ cần một dòng vào thứ Sáu đầu tiên là kịp trước phần lớn các cuộc gọi này. Và một dòng theo chiều kia, "chúng tôi đang hứa giao ngay ngày mai", thì kịp trước tất cả.
# %% [markdown] id="codes" lang="en"
# ## 2. A reason is written for the person who can act on it
#
# "Did not buy" helps nobody. A **reason code** is a short label that both sides have agreed on. It says where it ended, and so who can do something:
#
# | when it ended | codes | who can act |
# |---|---|---|
# | before work: the lead is returned | DATA_INVALID, DUPLICATE, NO_CONSENT | marketing mends the data |
# | before work: the lead is returned | NOT_ICP (not our kind of customer), NO_AUTHORITY (has no say) | marketing aims better |
# | for now | BAD_TIMING, NO_BUDGET, NO_NEED | marketing keeps in touch; sales calls again later |
# | after all the calls that were agreed | UNREACHABLE | both |
# | after work: the lead is lost | LOST_PRICE, LOST_PRODUCT, LOST_COMPETITOR | whoever answers for the offer |
# | none of these | OTHER, always with a note | somebody who reads the notes |
#
# The line between *before* and *after work* matters most. A lead that got two meetings was no bad lead, whatever came of it.
# %% [markdown] id="codes" lang="vi" of="533f2c6e"
# ## 2. Lý do được ghi cho người xử lý được
#
# "Không mua" thì không giúp được ai. **Mã lý do** là nhãn ngắn mà hai bên đã thống nhất. Mã cho biết câu chuyện dừng ở đâu, tức là ai làm được điều gì:
#
# | dừng lúc nào | mã | ai xử lý được |
# |---|---|---|
# | trước khi chăm sóc: lead bị trả | DATA_INVALID, DUPLICATE, NO_CONSENT | marketing sửa dữ liệu |
# | trước khi chăm sóc: lead bị trả | NOT_ICP (không đúng nhóm khách), NO_AUTHORITY (không có quyền quyết định) | marketing nhắm lại cho đúng |
# | tạm thời | BAD_TIMING, NO_BUDGET, NO_NEED | marketing nuôi dưỡng lại; sales gọi lại vào dịp sau |
# | sau khi gọi đủ số lần đã thống nhất | UNREACHABLE | cả hai bên |
# | sau khi chăm sóc: lead bị mất | LOST_PRICE, LOST_PRODUCT, LOST_COMPETITOR | người phụ trách sản phẩm và giá |
# | không thuộc loại nào | OTHER, luôn kèm ghi chú | người đọc ghi chú |
#
# Quan trọng nhất là ranh giới *trước* và *sau khi chăm sóc*. Lead đã qua hai buổi gặp thì không phải lead kém, dù kết quả ra sao.
# %% id="eight-notes"
ask("t07.1")
# %% [markdown] id="complete" lang="en"
# ## 3. How complete are the reasons?
#
# A report of reasons is worth as much as the part of it that somebody can act on. So before anybody reads which reason stands first, one number comes before it.
# %% [markdown] id="complete" lang="vi" of="03fb9d5a"
# ## 3. Lý do đã ghi đầy đủ đến đâu?
#
# Bảng lý do chỉ có giá trị ở phần mà có người xử lý được. Vì vậy, trước khi xem lý do nào đứng đầu, cần một con số đi trước.
# %% id="completeness"
ask("t07.2")
# %% [markdown] id="sample" lang="en"
# And in the sample book, an invented firm? Its last whole week, with the interval at 95 %:
# %% [markdown] id="sample" lang="vi" of="f2b40afe"
# Còn trong sổ lead mẫu của một công ty giả định? Đây là tuần trọn vẹn gần nhất, kèm khoảng tin cậy 95%:
# %% id="sample-reasons"
from leadkit.learn.lessons.sample_week import answer_of, asked_until, last_week, named_reasons

book = lk.read_book(lk.sample())
week = last_week(book)
named_reasons(book, week)
# %% [markdown] id="first" lang="en"
# ## 4. Which reason stands first?
#
# A hundred lost leads, and what sellers wrote down: price 40 times, not now 33, a competitor 12, the product 9, no budget 6.
# The head of sales says: "Price is first. We have to become cheaper."
#
# > **Before you look.** Would another hundred leads put price first again? Decide, then scroll.
# %% [markdown] id="first" lang="vi" of="d00262ef"
# ## 4. Lý do nào đứng đầu?
#
# Một trăm lead mất và điều nhân viên kinh doanh đã ghi: giá 40 lần, chưa đúng lúc 33, đối thủ 12, sản phẩm 9, không có ngân sách 6.
# Trưởng phòng sales nói: "Giá đứng đầu. Ta phải giảm giá."
#
# > **Trước khi xem.** Nếu có một trăm lead khác thì giá có lại đứng đầu không? Hãy tự quyết định rồi mới cuộn xuống.
# %% id="top-reason"
from leadkit.learn.lessons.top_reason import hundred_reasons

reasons = hundred_reasons()
ax = reasons.plot()
lk.tell(reasons.sentence())
# %% [markdown] id="first-says" lang="en"
# > **What this says.** Price and "not now" share the first place, and the remedy for one is not the remedy for the other. What is clear: together they are almost three quarters of the list.
# > And it is the *sellers'* list. Twenty calls to customers who did not buy cost a day; a lower price is paid on every win.
# %% [markdown] id="first-says" lang="vi" of="5b322185"
# > **Kết quả cho thấy.** Giá và "chưa đúng lúc" cùng đứng đầu, mà cách khắc phục lại khác nhau. Điều rõ ràng là gộp lại, hai lý do này chiếm gần ba phần tư danh sách.
# > Hơn nữa, đây là danh sách do *người bán* ghi. Gọi hỏi hai mươi khách đã không mua mất một ngày; còn giảm giá thì đơn chốt nào cũng phải chịu.
# %% [markdown] id="page" lang="en"
# ## 5. One page, three lines
#
# A **digest** is the one page that one side writes for the other. Nobody reads thirty lines on a Monday morning. Three are read, and acted on, if each says
# how many out of how many, where from, what customers want or were promised, and who is asked for what by when.
#
# > **Try it.** Fill the page for marketing, then turn it round and fill the page for sales. Watch the five marks below it.
# %% [markdown] id="page" lang="vi" of="0d9c295f"
# ## 5. Một trang, ba dòng
#
# **Bản tin** là một trang mà bên này viết cho bên kia. Sáng thứ Hai không ai đọc ba mươi dòng. Ba dòng thì có người đọc và làm theo, nếu mỗi dòng cho biết
# bao nhiêu trên bao nhiêu, từ nguồn nào, khách cần gì hoặc đã được hứa gì, và nhờ ai làm gì trước ngày nào.
#
# > **Thử ngay.** Hãy soạn trang gửi marketing, rồi đổi chiều và soạn trang gửi sales. Để ý năm dấu hiệu bên dưới trang.
# %% id="builder"
from leadkit.learn.lessons.digest_builder import build_a_digest

build_a_digest()
# %% [markdown] id="both-ways" lang="en"
# Settled? Then hand in both pages.
# %% [markdown] id="both-ways" lang="vi" of="2131378d"
# Đã chọn xong? Hãy nộp cả hai trang.
# %% id="to-marketing"
ask("t07.3a")
# %% id="to-sales"
ask("t07.3b")
# %% [markdown] id="write" lang="en"
# ## 6. Your own line
#
# Now about leads that you know. If you sell, write to marketing; if you are in marketing, write to sales. Invent the figures if you have to.
# A machine sees only a little of what makes a line good. The rest is marked by a colleague.
# %% [markdown] id="write" lang="vi" of="176d1403"
# ## 6. Dòng của chính bạn
#
# Giờ đến những lead bạn biết. Nếu làm sales, hãy viết cho marketing; nếu làm marketing, hãy viết cho sales. Nếu cần, bạn cứ đặt con số giả định.
# Máy chỉ thấy được một phần nhỏ của một dòng tốt. Phần còn lại do đồng nghiệp chấm.
# %% id="own-line"
ask("t07.4")
# %% [markdown] id="answer-back" lang="en"
# ## 7. The circle closes with an answer
#
# Who reports week after week and never hears what came of it stops reporting. So the most important lines of the next digest are these:
# *what became of what was asked*. Here is how the digest begins that marketing of the sample firm sent to sales at the end of that week, and what it answers.
#
# > **Look for it.** What was done, what still waits, and what was dropped? A line that was dropped is an answer, too, as long as somebody says so.
# %% [markdown] id="answer-back" lang="vi" of="09473a24"
# ## 7. Vòng phản hồi khép lại bằng câu trả lời
#
# Ai báo hết tuần này sang tuần khác mà không bao giờ biết kết quả thì sẽ thôi không báo nữa. Vì vậy, những dòng quan trọng nhất trong bản tin kế tiếp là:
# *việc đã nhờ nay ra sao*. Dưới đây là phần đầu bản tin mà marketing của công ty giả định gửi sales cuối tuần đó, và phần trả lời trong bản tin.
#
# > **Hãy tìm.** Việc gì đã làm, việc gì còn chờ, việc gì đã bỏ? Việc bị bỏ cũng là một câu trả lời, miễn là có người nói ra.
# %% id="sample-digest"
answer_of(lk.digest(book, "sales", week))
# %% [markdown] id="loop" lang="en"
# And this is what marketing wrote down over the last quarter: what it asked of either side, and what became of it.
# Look for "your feedback": marketing heard something, *changed something because of it*, and said so.
# The words are those that people of the invented firm wrote down.
# %% [markdown] id="loop" lang="vi" of="a08a1866"
# Còn đây là những gì marketing đã ghi trong quý vừa qua: việc nhờ mỗi bên, và kết quả.
# Hãy tìm các dòng ghi "your feedback" (phản hồi của bạn): marketing đã nghe, *đã thay đổi nhờ phản hồi đó* và đã nói lại.
# Nội dung giữ nguyên tiếng Anh như người trong công ty giả định đã ghi.
# %% id="asked"
asked_until(book, week)
# %% [markdown] id="quiz" lang="en"
# ## 8. Two cases
# %% [markdown] id="quiz" lang="vi" of="23641638"
# ## 8. Hai tình huống
# %% id="cases"
quiz("t07")
# %% [markdown] id="fair" lang="en"
# ## 9. A fair correction: talk has a price, too
#
# The article wants both departments to report, daily and weekly, without a break and in time. The way back is too often forgotten, and there it is right. Three things belong beside it:
#
# - **Reporting everything every day is dear.** Our own judgement, not a finding: daily what is out of order and cannot wait; weekly, on one page, the rest.
# - **What a seller writes is one witness.** In 35 interviews after large lost deals, buyers named above all that the seller had not adapted to them (Friend, 2010); that is no code a seller would choose. So call some of them back and ask.
# - **A code is not a verdict on a colleague.** If codes are used to rank people, everybody learns which code does no harm, and the list is worth nothing.
# %% [markdown] id="fair" lang="vi" of="396362b1"
# ## 9. Nói lại cho công bằng: trao đổi cũng có giá
#
# Bài viết muốn hai phòng báo cáo hằng ngày, hằng tuần, liên tục và kịp thời. Chiều ngược lại quá hay bị bỏ quên, và bài viết nói đúng điều đó. Cần nói thêm ba điều:
#
# - **Ngày nào cũng báo mọi thứ thì tốn kém.** Đây là nhận định riêng, không phải kết quả nghiên cứu: hằng ngày chỉ báo việc bất thường không chờ được; phần còn lại gom vào một trang mỗi tuần.
# - **Điều nhân viên kinh doanh ghi chỉ là lời một phía.** Trong 35 cuộc phỏng vấn sau những thương vụ lớn bị mất, điều khách nêu nhiều nhất là bên bán không chịu thích ứng với họ (Friend, 2010); chẳng người bán nào tự chọn mã như vậy. Vì thế, hãy gọi lại hỏi một số khách.
# - **Mã lý do không phải lời phán xét đồng nghiệp.** Nếu dùng mã để xếp hạng người, ai cũng sẽ biết chọn mã nào cho vô hại, và danh sách không còn giá trị.
# %% [markdown] id="recap" lang="en"
# ## What to take along
#
# A code is written for the person who can act on it.
# One line with number, source, need and request beats a log.
# The circle closes when the other side says what it changed.
#
# **On Monday you can** close a lead with a usable code and note.
# %% [markdown] id="recap" lang="vi" of="262e721f"
# ## Điều cần nhớ
#
# Mã lý do được ghi cho người có thể hành động.
# Một dòng có số lượng, nguồn, nhu cầu và đề nghị hơn cả nhật ký dài.
# Vòng phản hồi khép lại khi bên kia cho biết đã thay đổi gì.
#
# **Thứ Hai tới, bạn có thể** đóng một lead với mã lý do và ghi chú dùng được.
# %% [markdown] id="checklist" lang="en"
# ## For the manager
#
# Talk it over for five minutes, then sign. The new colleague can, without looking it up:
#
# - [ ] give three of last week's lost or returned leads their code, and say who can act on each;
# - [ ] say when a lead may be called UNREACHABLE in our agreement, and when it may not;
# - [ ] compute from last month's list how many reasons somebody can act on, and how many are OTHER;
# - [ ] say why the first two reasons of a list may not be told apart;
# - [ ] write one line to the other side that gets four points of five, and say what came of the last one.
#
# Name, date, signature: ______________________
#
# **All lessons:** [Start here](00_start_here.ipynb). Back to [A lead's journey](t02_a_leads_journey.ipynb) or [Where to draw the line](t05_where_to_draw_the_line.ipynb).
# For your own book, both pages come from `leadkit digest`.
# %% [markdown] id="checklist" lang="vi" of="d9971581"
# ## Dành cho người quản lý
#
# Trao đổi năm phút rồi ký. Không cần xem lại bài, đồng nghiệp mới có thể:
#
# - [ ] ghi mã cho ba lead bị mất hoặc bị trả của tuần trước, và nói ai xử lý được từng lead;
# - [ ] cho biết theo thỏa thuận của ta, khi nào được ghi UNREACHABLE và khi nào chưa được;
# - [ ] từ danh sách tháng trước, tính xem bao nhiêu lý do có người xử lý được và bao nhiêu là OTHER;
# - [ ] giải thích vì sao hai lý do đầu danh sách có thể chưa phân biệt được hơn kém;
# - [ ] viết cho bên kia một dòng đạt bốn trên năm điểm, và cho biết dòng gần nhất đã đem lại điều gì.
#
# Họ tên, ngày, chữ ký: ______________________
#
# **Mọi bài học:** [Bắt đầu từ đây](00_start_here.ipynb). Xem lại [Hành trình của một lead](t02_a_leads_journey.ipynb) hoặc [Đặt ngưỡng bàn giao ở đâu](t05_where_to_draw_the_line.ipynb).
# Với sổ lead của bạn, cả hai trang do lệnh `leadkit digest` lập.
