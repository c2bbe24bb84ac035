# %% [markdown] id="goal" lang="en"
# # Pull and push
#
# There are two ways to spend a working day on revenue: draw more people in, or move on the people who are there.
# You have ten units of effort to split between them.
#
# **At the end you will have decided on a split, and you can say of any planned activity which of the two it is,
# which number should move first, and when.**
#
# A quarter of an hour. Choose **Run > Run All Cells** first and scroll back up; then read, move the slider, and answer.
# %% [markdown] id="goal" lang="vi" of="f1c739b8"
# # Sức kéo và sức đẩy
#
# Có hai cách dùng một ngày làm việc để tăng doanh thu: thu hút thêm người đến, hoặc đưa những người đã đến đi tiếp.
# Bạn có mười phần công sức để chia cho hai cách đó.
#
# **Cuối bài, bạn sẽ chọn được cách chia; với bất cứ việc nào trong kế hoạch, bạn nói được đó là kéo hay đẩy,
# con số nào sẽ đổi trước, và vào lúc nào.**
#
# Khoảng mười lăm phút. Hãy chọn **Run > Run All Cells** (nếu thực đơn là tiếng Việt: **Chạy > Run All Cells**) trước rồi cuộn trở lên; sau đó đọc, kéo thanh trượt và trả lời.
# %% id="setup" tags=["setup"]
import leadkit as lk
from leadkit.learn import ask, play, quiz

lk.setup("en")
# %% [markdown] id="two-jobs" lang="en"
# ## 1. Two jobs, one road
#
# The article behind these lessons begins with a mix-up: to this day many people take sales and marketing for one thing.
# It tells them apart with a picture.
# **Marketing works on a market and makes *pull*:** people hear of the firm, grow interested and come by themselves.
# **Sales works on one customer at a time and makes *push*:** it takes what the firm has today, advises, persuades and closes.
# Marketing is methodical and takes its time; sales sells now. Both want the same: more revenue.
# And each needs the other. Marketing looks for growth and for gaps that the market has overlooked; sales goes there and covers them.
#
# *Retold from: C3 Group, "Sự khác nhau giữa sales và marketing, làm thế nào để phối hợp hiệu quả?"
# (on the difference between sales and marketing, and how the two can work together).*
#
# Think of Hà, who writes the guides and runs the campaigns, and of Tuấn, who picks up the phone.
# Without Hà, Tuấn has nobody to call. Without Tuấn, nobody who came by stays.
# %% [markdown] id="two-jobs" lang="vi" of="a8da7dd1"
# ## 1. Hai công việc, một con đường
#
# Bài viết làm nền cho các bài học này mở đầu bằng một sự nhầm lẫn: đến nay nhiều người vẫn coi sales và marketing là một.
# Bài phân biệt hai việc bằng một hình ảnh.
# **Marketing tác động vào thị trường, tạo ra *sức kéo*:** khách biết đến doanh nghiệp, dần quan tâm rồi tự tìm đến.
# **Sales tác động vào từng khách, tạo ra *sức đẩy*:** lấy những gì doanh nghiệp đang có để tư vấn, thuyết phục và chốt đơn.
# Marketing làm bài bản và cần thời gian; sales bán ngay hôm nay. Cả hai cùng một đích: tăng doanh thu.
# Bên này cần bên kia: marketing tìm nguồn tăng trưởng và những chỗ thị trường còn bỏ sót; sales đến đó và lấp đầy.
#
# *Kể lại từ: C3 Group, "Sự khác nhau giữa sales và marketing, làm thế nào để phối hợp hiệu quả?".*
#
# Hãy hình dung Hà viết cẩm nang và chạy chiến dịch, còn Tuấn nhấc máy gọi khách.
# Không có Hà, Tuấn chẳng có ai để gọi. Không có Tuấn, khách đến rồi lại đi.
# %% [markdown] id="lab-rules" lang="en"
# ## 2. A market to play with
#
# Ten units of effort, four quarters, one choice: how many units go to pull. The rest go to push.
#
# - **Pull** makes the firm known, and a firm that is known gets leads. But people forget: each quarter, half.
# - **Push** is calls. One call in five becomes a win.
#
# > **Try it.** Move the slider to one end, then to the other. Which quarter is the first to notice?
# %% [markdown] id="lab-rules" lang="vi" of="70f92891"
# ## 2. Một thị trường để chơi thử
#
# Mười phần công sức, bốn quý, một lựa chọn: dành bao nhiêu phần cho sức kéo. Số còn lại dành cho sức đẩy.
#
# - **Sức kéo** làm doanh nghiệp được biết đến, và doanh nghiệp được biết đến thì có lead. Nhưng khách cũng quên: mỗi quý quên một nửa.
# - **Sức đẩy** là các cuộc gọi. Cứ năm cuộc gọi thì chốt được một đơn.
#
# > **Thử ngay.** Đưa thanh trượt hết về một đầu, rồi hết về đầu kia. Quý nào là quý đầu tiên thấy khác?
# %% id="lab"
play("t01.market")
# %% [markdown] id="lab-says" lang="en"
# > **How to read it.** Bars are leads; the line is the calls that sales can make.
# > Where the line runs above the bars, callers wait for leads. Where bars rise above the line, leads wait for a call,
# > and nobody comes for the hatched part.
# %% [markdown] id="lab-says" lang="vi" of="a9ba227b"
# > **Cách đọc.** Cột là số lead; đường ngang là số cuộc gọi mà sales thực hiện được.
# > Chỗ nào đường nằm trên cột thì người gọi phải chờ lead. Chỗ nào cột vượt lên trên đường thì lead phải chờ cuộc gọi,
# > và phần gạch chéo không ai gọi đến.
# %% [markdown] id="sort" lang="en"
# ## 3. Which is which?
#
# Eight activities from ordinary weeks of Hà and Tuấn. Some are pull, some are push.
# %% [markdown] id="sort" lang="vi" of="a61af002"
# ## 3. Việc nào là kéo, việc nào là đẩy?
#
# Đây là tám việc trong những tuần bình thường của Hà và Tuấn. Có việc là kéo, có việc là đẩy.
# %% id="sorting"
ask("t01.1")
# %% [markdown] id="cut" lang="en"
# ## 4. What if all campaigns stop?
#
# "Times are hard," says the director. "No more campaigns. From today everybody calls."
# %% [markdown] id="cut" lang="vi" of="28750e7e"
# ## 4. Nếu dừng mọi chiến dịch?
#
# Giám đốc nói: "Tình hình khó khăn, dừng hết chiến dịch. Từ hôm nay mọi người đều đi gọi khách."
# %% id="cutting"
ask("t01.2")
# %% [markdown] id="best" lang="en"
# ## 5. The best split
#
# Somewhere between the two ends lies a split that fits what sales can work.
# %% [markdown] id="best" lang="vi" of="674a7d3e"
# ## 5. Cách chia tốt nhất
#
# Giữa hai đầu thanh trượt có một cách chia vừa với năng lực xử lý của sales.
# %% id="splitting"
ask("t01.3")
# %% [markdown] id="delay" lang="en"
# ## 6. Why a cut looks free
#
# In the first quarter after the cut nothing seems to happen: calls are made, deals are closed, money is saved.
# The people who are called now were drawn in before. What falls first is the number of people who come by themselves; wins follow later.
# It is the same the other way round. More pull costs money today, and its leads come first, its wins after.
#
# So whoever changes pull should write down on the same day **which number is looked at, and when**.
# And one thing to talk over with colleagues: a team that is judged by this quarter alone
# would do best to stop all pull near its end. Short horizons do that, not bad people.
# %% [markdown] id="delay" lang="vi" of="df84f01b"
# ## 6. Vì sao cắt đi mà chưa thấy gì
#
# Quý đầu sau khi cắt, mọi thứ dường như vẫn vậy: vẫn gọi, vẫn chốt đơn, lại đỡ tốn tiền.
# Những người đang được gọi là do sức kéo từ trước đem về. Số khách tự tìm đến giảm trước; số đơn chốt giảm sau.
# Chiều ngược lại cũng thế: tăng sức kéo thì tốn tiền ngay hôm nay, lead đến trước, đơn đến sau.
#
# Vì vậy ai thay đổi sức kéo thì nên ghi lại ngay hôm đó: **sẽ xem con số nào, và khi nào xem**.
# Một điều đáng bàn với đồng nghiệp: nếu chỉ bị đánh giá theo quý này,
# thì gần cuối quý dừng hết sức kéo lại có lợi. Đó là do tầm nhìn ngắn, không phải do ai kém.
# %% [markdown] id="differ" lang="en"
# ## 7. A fair correction: which differences help
#
# The article sees in the difference between the two departments the source of their conflicts. Research is kinder to it.
#
# - **Two views can pay.** Different ways of thinking do make it harder to work together. Yet firms did better in their market
#   where one side spoke for the customer and the other for the product, and where one looked at the near future and the other far ahead.
#   What hurt were gaps: in knowledge of the product, and in dealing with people (Homburg and Jensen, 2007).
# - **More push is not always better.** In the article, sales persuades customers to buy much, for the highest profit there can be. Once calls are scarce, more of it is no longer the aim:
#   at one retailer, too many leads could cost sales, through wasted effort and late follow-up (Smith, Gopalakrishna and Chatterjee, 2006).
#
# Keep the two views. Share the process, and close the gaps in skill.
# %% [markdown] id="differ" lang="vi" of="2729fdfd"
# ## 7. Nói lại cho công bằng: khác biệt nào có ích
#
# Theo bài viết, sự khác nhau giữa hai phòng là nguồn gốc mâu thuẫn. Nghiên cứu nhìn điều này nhẹ nhàng hơn.
#
# - **Hai cách nhìn có thể có lợi.** Cách nghĩ khác nhau đúng là làm việc chung khó hơn. Nhưng doanh nghiệp đạt kết quả tốt hơn trên thị trường
#   khi một bên lên tiếng cho khách hàng, bên kia cho sản phẩm; khi một bên nhìn gần, bên kia nhìn xa.
#   Điều gây hại là những chỗ hổng: thiếu hiểu biết về sản phẩm, thiếu kỹ năng làm việc với con người (Homburg và Jensen, 2007).
# - **Đẩy nhiều hơn chưa chắc tốt hơn.** Theo bài viết, sales thuyết phục khách mua nhiều để có lợi nhuận cao nhất. Khi số cuộc gọi có hạn, đẩy thêm nữa không còn là mục tiêu:
#   ở một nhà bán lẻ, quá nhiều lead lại có thể làm giảm doanh số, vì mất công vô ích và liên hệ chậm (Smith, Gopalakrishna và Chatterjee, 2006).
#
# Hãy giữ hai cách nhìn, thống nhất quy trình và bù những chỗ hổng về kỹ năng.
# %% [markdown] id="quiz" lang="en"
# ## 8. Two cases
#
# Two firms that you do not know yet. Decide first, then read the reason.
# %% [markdown] id="quiz" lang="vi" of="b5ee6473"
# ## 8. Hai tình huống
#
# Hai công ty bạn chưa gặp. Hãy quyết định trước, rồi mới đọc lý do.
# %% id="cases"
quiz("t01")
# %% [markdown] id="recap" lang="en"
# ## What to take along
#
# Pull fills the road, push moves one customer along it.
# Pull acts late, so a cut looks free for a while.
# The best split is where neither leads nor callers wait.
#
# **On Monday you can** say of a planned activity which of the two it is, which number should move first, and when.
# %% [markdown] id="recap" lang="vi" of="1acb4119"
# ## Điều cần nhớ
#
# Sức kéo làm đầy con đường, sức đẩy đưa từng khách đi tiếp.
# Sức kéo có độ trễ nên cắt đi thì ban đầu chưa thấy gì.
# Cách chia tốt nhất là khi cả lead lẫn người gọi đều không phải chờ.
#
# **Thứ Hai tới, bạn có thể** nói một việc trong kế hoạch là kéo hay đẩy, con số nào sẽ đổi trước, và vào lúc nào.
# %% [markdown] id="longer" lang="en"
# ## If you have another quarter of an hour: eight quarters
#
# A larger market. A budget of 100 million ₫ a quarter, and you may split it anew each time. Play it alone,
# or with a colleague from the other side: first each of you for a goal of your own, then both for the firm.
#
# > **Try it.** Play eight quarters, and read which one cost most. Then play again, or change all eight at once.
# >
# > **Talk it over.** With a goal of your own each, what did you both ask for? What would you have had to be paid for to ask for less?
# >
# > The game ends after eight quarters, so that pull in the last one pays nobody. A real firm has a ninth.
#
# Prefer a page of its own? Type `leadkit app market` in a terminal.
# %% [markdown] id="longer" lang="vi" of="fd064723"
# ## Nếu còn mười lăm phút: tám quý
#
# Một thị trường lớn hơn. Mỗi quý có ngân sách 100 triệu ₫, và quý nào cũng được chia lại. Hãy chơi một mình,
# hoặc với một đồng nghiệp ở phòng bên kia: trước tiên mỗi người một mục tiêu riêng, rồi cả hai vì công ty.
#
# > **Thử ngay.** Chơi hết tám quý và đọc xem quý nào thiệt nhiều nhất. Rồi chơi lại, hoặc đổi cả tám quý cùng lúc.
# >
# > **Cùng bàn.** Khi mỗi bên có mục tiêu riêng, cả hai đã xin bao nhiêu? Phải được thưởng theo điều gì thì các bạn mới xin ít đi?
# >
# > Trò chơi dừng sau tám quý, nên sức kéo ở quý cuối không có ích cho ai. Công ty thật thì còn quý thứ chín.
#
# Muốn mở thành trang riêng? Gõ `leadkit app market` trong cửa sổ dòng lệnh.
# %% id="eight-quarters"
lk.market_lab()
# %% [markdown] id="checklist" lang="en"
# ## For the manager
#
# Talk it over for five minutes, then sign. The new colleague can, without looking it up:
#
# - [ ] sort last month's activities of our own firm into pull and push, and say why;
# - [ ] explain why a cut in pull does not show at first;
# - [ ] name the number that moves first after a change in pull, and the date to look at it;
# - [ ] say who waits with us at present: leads or callers;
# - [ ] name one difference between our two departments worth keeping, and one gap worth closing.
#
# Name, date, signature: ______________________
#
# **Next:** [A lead's journey](t02_a_leads_journey.ipynb). All lessons: [Start here](00_start_here.ipynb).
# %% [markdown] id="checklist" lang="vi" of="66321813"
# ## Dành cho người quản lý
#
# Trao đổi năm phút rồi ký. Không cần xem lại bài, đồng nghiệp mới có thể:
#
# - [ ] xếp các việc tháng trước của công ty mình thành kéo và đẩy, và nêu lý do;
# - [ ] giải thích vì sao cắt sức kéo thì ban đầu chưa thấy gì;
# - [ ] nêu con số đổi trước tiên sau khi thay đổi sức kéo, và ngày sẽ xem con số đó;
# - [ ] cho biết hiện nay ở công ty mình bên nào phải chờ: lead hay người gọi;
# - [ ] nêu một khác biệt giữa hai phòng nên giữ và một chỗ hổng nên bù.
#
# Họ tên, ngày, chữ ký: ______________________
#
# **Bài tiếp theo:** [Hành trình của một lead](t02_a_leads_journey.ipynb). Mọi bài học: [Bắt đầu từ đây](00_start_here.ipynb).
