# %% [markdown] id="goal" lang="en"
# # Where to draw the line
#
# "Why did I get this lead, and not that one?" There is a plain answer to it: a line, and the line is drawn in money.
#
# **At the end you can compute break-even, fill sales' places from the top,
# and say why the best line is a zone and not a point.**
#
# About twenty-five minutes. Choose **Run > Run All Cells** first and scroll back up.
# %% [markdown] id="goal" lang="vi" of="94dd917f"
# # Đặt ngưỡng bàn giao ở đâu
#
# "Sao tôi nhận lead này mà không nhận lead kia?" Câu hỏi đó có lời đáp rõ ràng: vì có một ngưỡng, và ngưỡng được tính bằng tiền.
#
# **Cuối bài, bạn tính được điểm hòa vốn, biết lấp các chỗ của sales từ trên xuống
# và giải thích được vì sao ngưỡng tốt nhất là một khoảng chứ không phải một điểm.**
#
# Khoảng hai mươi lăm phút. Hãy chọn **Run > Run All Cells** (nếu thực đơn là tiếng Việt: **Chạy > Run All Cells**) trước rồi cuộn trở lên.
# %% id="setup" tags=["setup"]
import leadkit as lk
from leadkit.learn import ask, play, quiz

lk.setup("en")
# %% [markdown] id="six-leads" lang="en"
# ## 1. Six leads, one after the other
#
# The article behind these lessons has marketing hand over only the really promising customers, so that sales saves its time.
# How promising is promising enough? Six leads will show it. Working a lead costs 50,000 ₫; a win is worth 1,000,000 ₫, its own costs already taken off.
#
# *Retold from: C3 Group, "Sự khác nhau giữa sales và marketing, làm thế nào để phối hợp hiệu quả?"*
#
# | chance of buying | brings on average, thousand ₫ | costs | earns | all so far |
# |---:|---:|---:|---:|---:|
# | 40 % | 400 | 50 | 350 | 350 |
# | 25 % | 250 | 50 | 200 | 550 |
# | 15 % | 150 | 50 | 100 | 650 |
# | 10 % | 100 | 50 | 50 | 700 |
# | 6 % | 60 | 50 | 10 | 710 |
# | 3 % | 30 | 50 | −20 | 690 |
#
# The fifth lead will most likely not buy, and it still pays: of 100 such leads 6 do, and they more than pay for all 100 calls.
# The sixth takes money away. Somewhere between the two lies the line.
# %% [markdown] id="six-leads" lang="vi" of="c895f3cc"
# ## 1. Sáu lead, lần lượt từng lead
#
# Bài viết làm nền cho các bài học này muốn marketing chỉ chuyển sang những khách thật sự tiềm năng, để sales đỡ tốn thời gian.
# Tiềm năng đến mức nào thì đủ? Hãy xem sáu lead. Chăm sóc một lead tốn 50.000 ₫; một đơn chốt đáng giá 1.000.000 ₫, đã trừ chi phí trực tiếp của đơn.
#
# *Kể lại từ: C3 Group, "Sự khác nhau giữa sales và marketing, làm thế nào để phối hợp hiệu quả?".*
#
# | khả năng mua | bình quân thu về, nghìn ₫ | chi phí | còn lãi | cộng dồn |
# |---:|---:|---:|---:|---:|
# | 40% | 400 | 50 | 350 | 350 |
# | 25% | 250 | 50 | 200 | 550 |
# | 15% | 150 | 50 | 100 | 650 |
# | 10% | 100 | 50 | 50 | 700 |
# | 6% | 60 | 50 | 10 | 710 |
# | 3% | 30 | 50 | −20 | 690 |
#
# Lead thứ năm nhiều khả năng sẽ không mua mà vẫn đáng gọi: trong 100 lead như vậy có 6 lead mua, thừa bù chi phí của cả 100 cuộc gọi.
# Lead thứ sáu thì làm hụt tiền. Ngưỡng nằm đâu đó giữa hai lead này.
# %% id="break-even"
ask("t05.1")
# %% [markdown] id="rules" lang="en"
# ## 2. A team of five: the game
#
# Now a whole crowd. Every quarter marketing has 2,000 leads: **150 at 28 %, 250 at 14 %, 400 at 7 %** and **1,200 at 2 %**.
# Sales is a team of five. A lead takes one hour, so their hours are places: how many leads they can work is their **capacity**.
# Working a lead costs 50,000 ₫, a win is worth 1,000,000 ₫, as before.
#
# You decide two things: the line, that is, the lowest score that still goes to sales, and whether sales calls the highest scores first or the leads as they come.
# Then the quarter is played: who buys is drawn by chance. Your score is what your decision earns *on average*, against the best possible. Luck is shown, and does not count.
#
# The game is kind: leads that wait cost nothing here. In life they go cold.
#
# > **Try it.** Play all four quarters. Each of them has another reason why a line can be wrong.
# %% [markdown] id="rules" lang="vi" of="85996ece"
# ## 2. Đội năm người: trò chơi
#
# Giờ đến cả một nhóm khách. Mỗi quý marketing có 2.000 lead: **150 lead mức 28%, 250 lead mức 14%, 400 lead mức 7%** và **1.200 lead mức 2%**.
# Phòng sales có năm người. Mỗi lead cần một giờ, nên số giờ chính là số chỗ: số lead họ chăm sóc được là **năng lực xử lý**.
# Chăm sóc một lead vẫn tốn 50.000 ₫, một đơn chốt vẫn đáng giá 1.000.000 ₫.
#
# Bạn quyết định hai điều: ngưỡng, tức mức điểm thấp nhất vẫn được bàn giao, và sales gọi lead điểm cao trước hay gọi theo thứ tự lead đến.
# Sau đó quý được chơi thử: ai mua là do rút ngẫu nhiên. Điểm của bạn là số tiền mà quyết định ấy lãi *bình quân*, so với mức tốt nhất có thể. May rủi chỉ để xem, không tính điểm.
#
# Trò chơi này dễ tính: lead nằm chờ không mất gì. Ngoài đời, lead chờ lâu sẽ nguội.
#
# > **Thử ngay.** Hãy chơi đủ bốn quý. Ở mỗi quý, ngưỡng có thể sai vì một lý do khác.
# %% id="four-quarters"
from leadkit.learn.lessons.playing import play_quarters

play_quarters()
# %% [markdown] id="fill" lang="en"
# > **What this says.** With places to spare, break-even is the line: below it a lead takes money away, above it an empty place does.
# > When places are short, the line moves up, or sales fills its places **from the top**. And when a win is worth less, the line moves up too, though no lead has changed.
#
# Now without the game. Work it out on paper, band by band.
# %% [markdown] id="fill" lang="vi" of="8adce9ca"
# > **Kết quả cho thấy.** Khi còn thừa chỗ, ngưỡng chính là điểm hòa vốn: dưới mức đó mỗi lead làm hụt tiền, trên mức đó mỗi chỗ bỏ trống là một khoản mất.
# > Khi thiếu chỗ, phải nâng ngưỡng, hoặc sales lấp chỗ **từ trên xuống**. Giá trị đơn giảm thì ngưỡng cũng phải nâng, dù không lead nào thay đổi.
#
# Giờ không có trò chơi nữa. Hãy tính ra giấy, từng nhóm một.
# %% id="best-profit"
ask("t05.2")
# %% [markdown] id="one-more" lang="en"
# ## 3. What is one more place worth?
#
# Back to the six leads. With no place at all, the first place is worth a great deal, for it goes to the best lead. The next one is worth less, and so on.
# %% [markdown] id="one-more" lang="vi" of="ecc837b2"
# ## 3. Thêm một chỗ thì đáng giá bao nhiêu?
#
# Quay lại sáu lead lúc đầu. Khi chưa có chỗ nào, chỗ đầu tiên rất đáng giá vì dành cho lead tốt nhất. Chỗ tiếp theo kém giá trị hơn, và cứ thế giảm dần.
# %% id="next-place"
from leadkit.learn.lessons.next_place import next_place

ax = next_place().plot()
# %% [markdown] id="place-says" lang="en"
# > **What this says.** The worth of one more place is the most that an extra hour of sales may cost. In the crowd of 2,000, with 600 places filled, one more is worth 20,000 ₫; with 800 filled, nothing.
# > So "we need another colleague" is a question that the leads can answer.
#
# A place was an hour so far. What if one lead takes longer than another, and deals differ in size?
# %% [markdown] id="place-says" lang="vi" of="02655edc"
# > **Kết quả cho thấy.** Giá trị của một chỗ tăng thêm là mức cao nhất nên trả cho một giờ làm thêm của sales. Với nhóm 2.000 lead, khi đã lấp 600 chỗ thì thêm một chỗ đáng giá 20.000 ₫; khi đã lấp 800 chỗ thì không đáng gì.
# > Vì vậy, "cần thêm người" là câu hỏi mà các lead trả lời được.
#
# Từ đầu đến giờ, mỗi chỗ là một giờ. Nếu có lead tốn nhiều giờ hơn, và giá trị đơn khác nhau thì sao?
# %% id="hours"
ask("t05.3")
# %% [markdown] id="cooling" lang="en"
# ## 4. Who is called next?
#
# So far leads waited for nothing. In this game they cool: after half an hour a lead keeps about two thirds of its chance, after an hour about half.
# About 88 leads come in a day, three sales people can call about 75, and a promise between marketing and sales says: a call **within 30 minutes**. When somebody is free, who of those waiting is called next?
#
# > **Try it.** Guess first: which of the five orders wins most, and which keeps the promise most often? Then try them all. What brings more: a fourth colleague, or a better order? And what changes with five?
# %% [markdown] id="cooling" lang="vi" of="467ce2e2"
# ## 4. Gọi ai tiếp theo?
#
# Từ đầu đến giờ, lead chờ mà không mất gì. Trong trò chơi này lead nguội dần: sau nửa giờ còn khoảng hai phần ba khả năng mua, sau một giờ còn khoảng một nửa.
# Mỗi ngày có khoảng 88 lead đến, ba nhân viên sales gọi được khoảng 75, và marketing với sales đã cam kết: gọi **trong vòng 30 phút**. Khi một người gọi xong và đang rảnh, nên gọi tiếp ai trong số đang chờ?
#
# > **Thử ngay.** Đoán trước đã: trong năm thứ tự, thứ tự nào chốt được nhiều đơn nhất, thứ tự nào giữ cam kết tốt nhất? Rồi thử hết. Thêm người thứ tư hay đổi thứ tự gọi thì lợi hơn? Có năm người thì khác đi thế nào?
# %% id="speed-queue"
play("t05.queue")
# %% [markdown] id="promise-says" lang="en"
# > **What this says.** With three people, calling whoever came last keeps the promise best, and calling by score wins more. The last to come is fresh, but need not be likely to buy; **score times freshness** weighs both.
# > A fourth colleague who calls first come, first served wins a little more than the best order does with three, and costs a salary. With five hardly anybody waits, and the order hardly matters.
# >
# > **To be fair:** a promise about minutes is easy to check, and it keeps leads from being forgotten. Alone it is not the aim: it can be kept by letting old leads lie. And how fast leads cool in your firm, only a trial can tell.
# %% [markdown] id="promise-says" lang="vi" of="89280a4a"
# > **Kết quả cho thấy.** Khi có ba người, gọi lead mới đến trước thì giữ cam kết tốt nhất, còn gọi theo điểm thì chốt được nhiều đơn hơn. Lead mới đến thì còn nóng, nhưng chưa chắc có khả năng mua cao; **điểm nhân độ mới** tính đến cả hai.
# > Thêm người thứ tư mà vẫn gọi theo thứ tự đến trước thì số đơn chỉ hơn một chút so với ba người gọi theo thứ tự tốt nhất, lại tốn thêm một suất lương. Có năm người thì hầu như không ai phải chờ, thứ tự gọi gần như không còn quan trọng.
# >
# > **Nói cho công bằng:** cam kết tính bằng phút thì dễ kiểm tra, và nhờ nó lead không bị bỏ quên. Nhưng chỉ riêng cam kết thì chưa phải mục tiêu: bỏ mặc lead cũ vẫn có thể giữ được cam kết. Còn lead ở công ty bạn nguội nhanh đến đâu thì chỉ có thử nghiệm mới trả lời được.
# %% [markdown] id="flat" lang="en"
# ## 5. The top is flat
#
# Here all lines stand side by side. Yellow marks the **flat zone**: the lines that lose almost nothing against the best one.
#
# > **Try it.** Take places away until the zone moves. Then let sales call the leads as they come. How wide is the zone, and where does it end in a cliff?
# %% [markdown] id="flat" lang="vi" of="c1318ed5"
# ## 5. Đỉnh đường lợi nhuận là một đoạn phẳng
#
# Dưới đây mọi ngưỡng đứng cạnh nhau. Màu vàng đánh dấu **vùng phẳng**: các ngưỡng gần như không thua ngưỡng tốt nhất.
#
# > **Thử ngay.** Bớt dần số chỗ cho đến khi vùng phẳng dịch chuyển. Rồi để sales gọi theo thứ tự lead đến. Vùng phẳng rộng bao nhiêu, và ở đâu thì lợi nhuận tụt hẳn?
# %% id="all-lines"
play("t05.line")
# %% [markdown] id="sample" lang="en"
# In the invented crowd four bands make four steps. In the sample book, an invented firm, every lead has a score of its own, and the curve is smooth.
# The score was learned from older leads and is held against later ones. A win is put at 12 million ₫ here, a lead at 1 million: figures for an example.
# %% [markdown] id="sample" lang="vi" of="e1927698"
# Nhóm khách giả định ở trên có bốn mức điểm nên đường lợi nhuận gồm bốn bậc. Trong sổ lead mẫu của một công ty giả định, mỗi lead có điểm riêng và đường lợi nhuận liền mạch.
# Điểm số được học từ các lead cũ rồi đem so với các lead đến sau. Ở đây giá trị đơn lấy là 12 triệu ₫, chi phí chăm sóc một lead là 1 triệu: chỉ là số ví dụ.
# %% id="sample-curve"
data = lk.training_set(lk.read_book(lk.sample()))
terms = lk.Economics(value=12_000_000, cost=1_000_000, currency="VND")
curve = lk.handoff_curve(lk.evaluate(data).predictions, terms)
ax = curve.plot()
# %% [markdown] id="curve-says" lang="en"
# > **How to read it.** The thin curve is what happened, the thick one what the score expects; grey is how far luck may move them. The thin curve has little peaks, and with other leads they would stand elsewhere.
# > The yellow zone would stay about where it is. Hatched: leads that were never handed off, whose outcome nobody knows. In words, with the interval at 95 %:
# %% [markdown] id="curve-says" lang="vi" of="f4ed28a6"
# > **Cách đọc.** Đường mảnh là điều đã xảy ra, đường đậm là điều điểm số dự kiến; vùng xám là mức may rủi có thể làm chúng xê dịch. Đường mảnh có những đỉnh nhỏ, gặp lead khác thì đỉnh sẽ nằm chỗ khác.
# > Vùng màu vàng thì hầu như ở nguyên chỗ. Gạch chéo: các lead chưa từng bàn giao, không ai biết kết quả. Nói bằng lời, kèm khoảng tin cậy 95%:
# %% id="sample-line"
lk.tell(curve.choose().sentence())
# %% id="zone"
ask("t05.4")
# %% [markdown] id="quiz" lang="en"
# ## 6. Two cases
# %% [markdown] id="quiz" lang="vi" of="734d6d46"
# ## 6. Hai tình huống
# %% id="cases"
quiz("t05")
# %% [markdown] id="fair" lang="en"
# ## 7. A fair correction: promising has no level of its own
#
# The article would send only promising leads, so that sales saves its time. The aim is right. Three things belong beside it:
#
# - **"Promising" has no level without money and places.** The same lead is worth a call in a calm month and not in a full one.
# - **More leads can mean fewer wins.** Where they outrun sales, effort is wasted and follow-up comes late (Smith, Gopalakrishna and Chatterjee, 2006). So a line protects the good leads, too.
# - **A score tells who buys, not whom a call persuades.** Some would buy without it; a score can rank well and still be of little use for selling (Siegel and others, 2023).
# %% [markdown] id="fair" lang="vi" of="4791f19f"
# ## 7. Nói lại cho công bằng: "tiềm năng" không có sẵn mức nào
#
# Bài viết muốn chỉ chuyển sang những lead tiềm năng, để sales đỡ tốn thời gian. Mục tiêu đó đúng. Cần nói thêm ba điều:
#
# - **Thiếu tiền và số chỗ thì "tiềm năng" không có mức.** Cùng một lead, tháng rảnh thì đáng gọi, tháng kín việc thì không.
# - **Nhiều lead hơn có thể ít đơn hơn.** Lead dồn về quá sức sales thì công sức bị lãng phí và khách được gọi muộn (Smith, Gopalakrishna và Chatterjee, 2006). Vì vậy, ngưỡng còn bảo vệ cả những lead tốt.
# - **Điểm số cho biết ai mua, không cho biết cuộc gọi thuyết phục được ai.** Có người không cần gọi vẫn mua; điểm số có thể xếp hạng tốt mà vẫn ít giúp cho việc bán hàng (Siegel và cộng sự, 2023).
# %% [markdown] id="recap" lang="en"
# ## What to take along
#
# The line is where a lead pays for its call.
# When places are short, fill from the top by money per hour.
# The best line is a zone, so pick one that both sides can explain.
#
# **On Monday you can** explain to a salesperson why this lead came and that one did not.
# %% [markdown] id="recap" lang="vi" of="7f3f2935"
# ## Điều cần nhớ
#
# Ngưỡng là chỗ lead vừa đủ trả cho công chăm sóc.
# Khi thiếu người, lấp từ trên xuống theo tiền trên mỗi giờ.
# Ngưỡng tốt nhất là một khoảng, nên chọn mức cả hai bên đều giải thích được.
#
# **Thứ Hai tới, bạn có thể** giải thích cho nhân viên kinh doanh vì sao lead này được chuyển sang mà lead kia thì không.
# %% [markdown] id="checklist" lang="en"
# ## For the manager
#
# Talk it over for five minutes, then sign. The new colleague can, without looking it up:
#
# - [ ] compute break-even from our own cost of working a lead and our own value of a win;
# - [ ] say what our line is today, and in which zone it may move;
# - [ ] put three of this week's leads in order by money per hour;
# - [ ] say how many leads sales can work in a month, and what happens to those beyond;
# - [ ] explain to a salesperson why one lead came and another did not.
#
# Name, date, signature: ______________________
#
# **All lessons:** [Start here](00_start_here.ipynb). Back to [What is a good lead](t03_what_is_a_good_lead.ipynb) or [Reading a score](t04_reading_a_score.ipynb).
# The line for your own book: [Choose the threshold](a05_choose_the_threshold.ipynb).
# %% [markdown] id="checklist" lang="vi" of="971a57b4"
# ## Dành cho người quản lý
#
# Trao đổi năm phút rồi ký. Không cần xem lại bài, đồng nghiệp mới có thể:
#
# - [ ] tính điểm hòa vốn từ chi phí chăm sóc một lead và giá trị đơn của chính công ty mình;
# - [ ] cho biết ngưỡng hiện nay là bao nhiêu và được dịch chuyển trong vùng nào;
# - [ ] xếp ba lead của tuần này theo tiền trên mỗi giờ;
# - [ ] cho biết mỗi tháng sales chăm sóc được bao nhiêu lead, và số lead vượt quá thì ra sao;
# - [ ] giải thích cho nhân viên kinh doanh vì sao lead này được chuyển sang mà lead kia thì không.
#
# Họ tên, ngày, chữ ký: ______________________
#
# **Mọi bài học:** [Bắt đầu từ đây](00_start_here.ipynb). Xem lại [Thế nào là một lead tốt](t03_what_is_a_good_lead.ipynb) hoặc [Đọc điểm số của lead](t04_reading_a_score.ipynb).
# Ngưỡng cho sổ lead của bạn: [Chọn ngưỡng bàn giao](a05_choose_the_threshold.ipynb).
