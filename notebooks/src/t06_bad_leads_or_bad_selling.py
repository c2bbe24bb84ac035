# %% [markdown] id="goal" lang="en"
# # Bad leads or bad selling?
#
# The target is missed, and within an hour two verdicts are in. Which of them is true can often be told, and often it cannot.
#
# **At the end you can separate a mix that moved from rates that fell,
# and give one of three verdicts, the leads, selling or "cannot tell", with the evidence for it.**
#
# About twenty-five minutes. Choose **Run > Run All Cells** first and scroll back up.
# %% [markdown] id="goal" lang="vi" of="d916a552"
# # Lead kém hay bán kém?
#
# Chỉ tiêu bị hụt, và chưa đầy một giờ đã có hai lời kết tội. Nhiều khi biết được bên nào đúng, và nhiều khi thì không.
#
# **Cuối bài, bạn tách được cơ cấu nguồn đã đổi với tỷ lệ chốt đã giảm,
# và đưa ra được một trong ba kết luận, do lead, do bán hàng hoặc "chưa thể kết luận", kèm bằng chứng.**
#
# Khoảng hai mươi lăm phút. Hãy chọn **Run > Run All Cells** (nếu thực đơn là tiếng Việt: **Chạy > Run All Cells**) trước rồi cuộn trở lên.
# %% id="setup" tags=["setup"]
import leadkit as lk
from leadkit.learn import ask, play, quiz

lk.setup("en")
# %% [markdown] id="two-mails" lang="en"
# ## 1. Two angry mails
#
# When revenue misses its target, says the article behind these lessons, the quarrel begins. Marketing finds that sales sells badly; sales finds that marketing brings bad leads.
#
# *Retold from: C3 Group, "Sự khác nhau giữa sales và marketing, làm thế nào để phối hợp hiệu quả?"*
#
# Here is such a quarter of an invented firm. Last quarter 15.2 % of all leads were won; now it is clearly less. Two mails go out.
#
# > *Minh, sales:* "We work as we always did. What you send us cannot be sold."
# >
# > *Lan, marketing:* "We win more web leads than last quarter and more ad leads, too. So it cannot be the leads."
#
# | source | won, last quarter | won, this quarter | share of the leads, last quarter | share of the leads, this quarter |
# |---|---:|---:|---:|---:|
# | web | 20 % | 21 % | 70 % | 30 % |
# | ads | 4 % | 5 % | 30 % | 70 % |
#
# > **Before you compute.** Both rates rose. Can the total have fallen? Decide, then work it out.
# %% [markdown] id="two-mails" lang="vi" of="f7ff8529"
# ## 1. Hai email giận dữ
#
# Bài viết làm nền cho các bài học này kể: khi doanh thu không đạt chỉ tiêu, hai bên bắt đầu cãi nhau. Marketing cho rằng sales bán kém; sales cho rằng marketing đưa lead kém.
#
# *Kể lại từ: C3 Group, "Sự khác nhau giữa sales và marketing, làm thế nào để phối hợp hiệu quả?".*
#
# Đây là một quý như thế ở một công ty giả định. Quý trước chốt được 15,2% tổng số lead; quý này thấp hơn hẳn. Hai email được gửi đi.
#
# > *Minh, sales:* "Chúng tôi vẫn làm như mọi khi. Lead bên chị đưa sang không thể bán được."
# >
# > *Lan, marketing:* "Lead web chốt được nhiều hơn quý trước, lead quảng cáo cũng vậy. Sao lại do lead được."
#
# | nguồn | tỷ lệ chốt quý trước | tỷ lệ chốt quý này | tỷ trọng trong số lead quý trước | tỷ trọng trong số lead quý này |
# |---|---:|---:|---:|---:|
# | web | 20% | 21% | 70% | 30% |
# | quảng cáo | 4% | 5% | 30% | 70% |
#
# > **Trước khi tính.** Cả hai tỷ lệ đều tăng. Tỷ lệ chung có thể giảm không? Hãy tự trả lời rồi mới tính ra giấy.
# %% id="total"
ask("t06.1")
# %% [markdown] id="mix" lang="en"
# ## 2. How much of it is the mix?
#
# The shares of the sources in all leads are called the **mix**. Part of the change comes from it, part from the rates. The two can be told apart: move one, and keep the other.
# Such parts are counted in **points**: from 15 % to 12 % are 3 points.
# %% [markdown] id="mix" lang="vi" of="8be0ea7b"
# ## 2. Bao nhiêu phần là do cơ cấu nguồn?
#
# Tỷ trọng của từng nguồn trong tổng số lead gọi là **cơ cấu nguồn**. Thay đổi có phần do cơ cấu, có phần do tỷ lệ chốt. Có thể tách hai phần: cho một bên thay đổi, giữ nguyên bên kia.
# Mỗi phần được tính bằng **điểm phần trăm**: từ 15% xuống 12% là 3 điểm.
# %% id="points"
ask("t06.2")
# %% [markdown] id="by-hand" lang="en"
# Now do it by hand.
#
# > **Try it.** Slide web's share from 70 to 30 with the rates of the quarter before. Then switch to the rates of this quarter. Which of the two moves was the big one?
# > And at which share would the total be just what it was?
# %% [markdown] id="by-hand" lang="vi" of="750caf8e"
# Giờ hãy tự tay thử.
#
# > **Thử ngay.** Kéo tỷ trọng lead web từ 70 xuống 30, giữ tỷ lệ của quý trước. Rồi chuyển sang tỷ lệ của quý này. Bước nào làm thay đổi nhiều?
# > Và với tỷ trọng nào thì tỷ lệ chung vẫn đúng như cũ?
# %% id="slide"
play("t06.shares")
# %% [markdown] id="rule" lang="en"
# > **What this says.** Every part improves and the total falls: that is **Simpson's paradox**, and there is no trick in it. A total follows its parts *and* their shares.
# >
# > So Lan was right about the rates and Minh about the leads, and neither mail helps. The useful sentence is: **"By source, please."** After it comes a question that somebody can answer: why did the mix move?
# %% [markdown] id="rule" lang="vi" of="8003831d"
# > **Kết quả cho thấy.** Từng phần tốt lên mà tổng lại giảm: đó là **nghịch lý Simpson**, và không có mẹo gì ở đây cả. Con số tổng phụ thuộc vào từng phần *và* tỷ trọng của chúng.
# >
# > Vậy Lan đúng về tỷ lệ, Minh đúng về lead, mà cả hai email đều không giúp được gì. Câu có ích là: **"Cho xem theo nguồn."** Sau đó mới đến câu hỏi có người trả lời được: vì sao cơ cấu nguồn thay đổi?
# %% [markdown] id="three" lang="en"
# ## 3. Three companies, one total
#
# Three invented companies miss by 18 %, each. The total looks the same; the views do not. Own leads are those that sales found itself: marketing has no part in them.
#
# > **Try it.** Go through the views of each company. Look for the one that changes the story, and at how wide the bars are: a grey bar means that luck alone would be enough.
# %% [markdown] id="three" lang="vi" of="3957a401"
# ## 3. Ba công ty, cùng một con số tổng
#
# Ba công ty giả định, công ty nào cũng hụt 18%. Con số tổng giống nhau, từng góc nhìn thì không. Lead sales tự tìm là lead mà marketing không góp phần.
#
# > **Thử ngay.** Xem lần lượt các góc nhìn của từng công ty. Hãy tìm góc nhìn làm câu chuyện đổi khác, và để ý thanh rộng đến đâu: thanh màu xám nghĩa là chỉ riêng may rủi cũng đủ gây ra.
# %% id="views"
play("t06.companies")
# %% id="verdict"
ask("t06.3")
# %% [markdown] id="accuse" lang="en"
# ## 4. You accuse, the truth answers
#
# Now without tables made for teaching. Three firms were simulated on a computer, 200,000 leads each, so that luck hardly plays a part, and we know what went wrong in each, because it was put there.
#
# > **Try it.** Open one card at a time, and accuse when you are sure. A true verdict without the card that shows it is only luck.
# > The third firm is the hard round.
# %% [markdown] id="accuse" lang="vi" of="c1a83a17"
# ## 4. Bạn kết tội, sự thật trả lời
#
# Giờ không còn bảng soạn sẵn nữa. Ba công ty được mô phỏng trên máy, mỗi công ty 200.000 lead để may rủi hầu như không chen vào, và ta biết rõ mỗi nơi sai ở đâu, vì chính ta đã đặt lỗi vào đó.
#
# > **Thử ngay.** Mỗi lần mở một thẻ, chắc chắn rồi hãy kết tội. Kết luận đúng mà không có thẻ chứng minh thì chỉ là may.
# > Công ty thứ ba là vòng khó.
# %% id="three-firms"
from leadkit.learn.lessons.accusing import accuse

accuse()
# %% [markdown] id="accuse-says" lang="en"
# > **What this says.** In the first firm two sellers fell and six held; in the second the sellers fell alike and the mix had moved. The total showed neither.
# > In the hard round no column of the leads moved, so the rest *looked* like selling. **What no column measures ends up in the bar called selling.** Only the own leads gave it away.
# %% [markdown] id="accuse-says" lang="vi" of="cb293a35"
# > **Kết quả cho thấy.** Ở công ty thứ nhất, hai người bán giảm còn sáu người giữ vững; ở công ty thứ hai, ai cũng giảm như nhau còn cơ cấu nguồn đã đổi. Con số tổng không nói được cả hai điều đó.
# > Ở vòng khó, không cột nào về lead thay đổi nên phần còn lại *trông như* do bán hàng. **Điều không cột nào đo được sẽ dồn vào phần mang tên "bán hàng".** Chỉ lead sales tự tìm mới làm lộ ra.
# %% [markdown] id="luck" lang="en"
# ## 5. Twelve equal sellers
#
# Where selling is accused, somebody soon asks for names. So look first at what luck does with twelve people who are equally good.
#
# > **Try it.** Move from deal to deal. Who is the best, and for how long? How far down does the last one fall?
# %% [markdown] id="luck" lang="vi" of="06ab61df"
# ## 5. Mười hai người bán giỏi như nhau
#
# Khi bán hàng bị kết tội, chẳng mấy chốc sẽ có người đòi nêu tên. Vì vậy, trước hết hãy xem may rủi làm gì với mười hai người giỏi ngang nhau.
#
# > **Thử ngay.** Chuyển lần lượt qua các lượt chia. Ai đứng đầu, và được bao lâu? Người cuối bảng tụt xuống đến đâu?
# %% id="deals"
play("t06.sellers")
# %% [markdown] id="luck-says" lang="en"
# > **What this says.** Each seller stays within the limits in 96 of 100 deals. But with twelve of them, somebody is outside in about one deal of three. So even outside the limits one quarter is a reason to look, not a verdict.
# %% [markdown] id="luck-says" lang="vi" of="247dd664"
# > **Kết quả cho thấy.** Xét từng người, 96 trên 100 lượt chia nằm trong giới hạn. Nhưng với mười hai người, cứ khoảng ba lượt lại có một lượt có người ra ngoài. Vì vậy, dù ra ngoài giới hạn, một quý chỉ là lý do để tìm hiểu thêm, chưa phải kết luận.
# %% id="twelve"
ask("t06.4")
# %% [markdown] id="control" lang="en"
# ## 6. Leads of one's own as a control
#
# Back to the hard round, in a firm of ordinary size, where luck is in again. What can be said with few wins?
#
# Earlier quarters say how many wins to *expect* of such leads. Won for each win expected is then a plain number: 1 means as many as expected, 0.5 half of them.
# %% [markdown] id="control" lang="vi" of="76ae96db"
# ## 6. Lấy lead tự tìm để đối chiếu
#
# Quay lại vòng khó, nhưng ở một công ty cỡ thường, nơi may rủi lại chen vào. Với ít đơn thì nói được điều gì?
#
# Các quý trước cho biết những lead như vậy *dự kiến* được bao nhiêu đơn. Khi đó, số đơn chốt trên mỗi đơn dự kiến là một con số dễ đọc: 1 nghĩa là đúng như dự kiến, 0,5 nghĩa là được một nửa.
# %% id="own-leads"
ask("t06.5")
# %% [markdown] id="sample" lang="en"
# And the sample book, an invented firm with some sixty wins a quarter? This is how its latest gap splits into five parts, each with its interval at 95 % and a verdict of its own.
#
# > **Look for it.** Which of the two mails could you defend with this table? A part whose verdict is "cannot tell" speaks for neither.
# %% [markdown] id="sample" lang="vi" of="52878a96"
# Còn sổ lead mẫu của một công ty giả định, mỗi quý chừng sáu mươi đơn? Đây là phần chênh gần nhất, tách thành năm phần, mỗi phần kèm khoảng tin cậy 95% và kết luận riêng.
#
# > **Hãy tìm.** Với bảng này, bạn bảo vệ được email nào trong hai email? Phần nào ghi "chưa thể kết luận" thì không bênh vực bên nào.
# %% id="sample-gap"
lk.shortfall(lk.read_book(lk.sample()))
# %% [markdown] id="quiz" lang="en"
# ## 7. Two cases
# %% [markdown] id="quiz" lang="vi" of="29b89c92"
# ## 7. Hai tình huống
# %% id="cases"
quiz("t06")
# %% [markdown] id="fair" lang="en"
# ## 8. A fair correction: more than two culprits
#
# The article sees two accusations and wants both sides to look for the common problem. That is right. Three things belong beside it:
#
# - **There are at least five parts:** the number of leads, their quality, follow-up, selling and the size of deals. Beside them stands luck. Leads that nobody follows up are a cause of their own: it depends on how well they were screened, how many there are, and whether somebody looks (Sabnis and others, 2013).
# - **"Selling" is what is left over.** Skill is in it, and also the market, a rival's price and whatever no column records. So it is a name for what we do not know yet.
# - **"Cannot tell" is a finding, with a plan:** note which campaign brings which lead, call some leads in random order, ring 30 customers, and look again in a quarter.
# %% [markdown] id="fair" lang="vi" of="9f3f6e2a"
# ## 8. Nói lại cho công bằng: không chỉ có hai bên
#
# Bài viết thấy hai lời kết tội và muốn hai bên cùng tìm ra vấn đề chung. Điều đó đúng. Cần nói thêm ba điều:
#
# - **Có ít nhất năm phần:** số lượng lead, chất lượng lead, việc chăm sóc lead, bán hàng và giá trị đơn. Bên cạnh đó còn có may rủi. Lead không ai chăm sóc là một nguyên nhân riêng: điều đó tùy vào việc sàng lọc, số lượng lead và việc có người theo dõi hay không (Sabnis và cộng sự, 2013).
# - **"Bán hàng" là phần còn lại.** Trong đó có kỹ năng, nhưng cũng có thị trường, giá của đối thủ và mọi điều không cột nào ghi lại. Vì vậy, đó là tên gọi của điều ta chưa biết.
# - **"Chưa thể kết luận" cũng là một kết luận, kèm việc cần làm:** ghi rõ chiến dịch nào mang về lead nào, gọi một số lead theo thứ tự ngẫu nhiên, gọi hỏi 30 khách và xem lại sau một quý.
# %% [markdown] id="recap" lang="en"
# ## What to take along
#
# Look by source before you look for a culprit.
# What no column measures ends up in the bar called selling.
# "Cannot tell" is a finding, with a plan.
#
# **On Monday you can** stop a blame round with "by source, please".
# %% [markdown] id="recap" lang="vi" of="f159f39c"
# ## Điều cần nhớ
#
# Xem theo nguồn trước khi tìm người có lỗi.
# Điều không cột nào đo được sẽ dồn vào phần mang tên "bán hàng".
# "Chưa thể kết luận" cũng là một kết luận, kèm việc cần làm.
#
# **Thứ Hai tới, bạn có thể** dừng một cuộc đổ lỗi bằng câu "cho xem theo nguồn".
# %% [markdown] id="checklist" lang="en"
# ## For the manager
#
# Talk it over for five minutes, then sign. The new colleague can, without looking it up:
#
# - [ ] say why a total can fall while every source improves, with an example of our own;
# - [ ] show for our last quarter how the mix moved, and how each source was won;
# - [ ] name the five parts of a shortfall, and say what hides in "selling";
# - [ ] say whether the best and the worst of our sellers last quarter lie outside the limits of luck;
# - [ ] say what we would do next if the answer is "cannot tell".
#
# Name, date, signature: ______________________
#
# **All lessons:** [Start here](00_start_here.ipynb). Back to [A lead's journey](t02_a_leads_journey.ipynb) or [Where to draw the line](t05_where_to_draw_the_line.ipynb).
# For your own book: [Quarterly review](r01_quarterly_review.ipynb).
# %% [markdown] id="checklist" lang="vi" of="dea4f10e"
# ## Dành cho người quản lý
#
# Trao đổi năm phút rồi ký. Không cần xem lại bài, đồng nghiệp mới có thể:
#
# - [ ] giải thích vì sao tỷ lệ chung giảm dù nguồn nào cũng tốt lên, kèm một ví dụ của ta;
# - [ ] cho thấy quý vừa qua cơ cấu nguồn của ta đã đổi ra sao và từng nguồn chốt được bao nhiêu;
# - [ ] kể tên năm phần của một khoản hụt và cho biết trong phần "bán hàng" có những gì;
# - [ ] cho biết quý vừa qua người bán tốt nhất và kém nhất của ta có nằm ngoài giới hạn may rủi không;
# - [ ] nói ta sẽ làm gì tiếp theo nếu câu trả lời là "chưa thể kết luận".
#
# Họ tên, ngày, chữ ký: ______________________
#
# **Mọi bài học:** [Bắt đầu từ đây](00_start_here.ipynb). Xem lại [Hành trình của một lead](t02_a_leads_journey.ipynb) hoặc [Đặt ngưỡng bàn giao ở đâu](t05_where_to_draw_the_line.ipynb).
# Với sổ lead của bạn: [Rà soát quý](r01_quarterly_review.ipynb).
