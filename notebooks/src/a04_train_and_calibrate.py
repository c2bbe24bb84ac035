# %% [markdown] id="title" lang="en"
# # Train and calibrate
#
# A score is worth its handoff only if "20 %" means that 20 of 100 such leads buy, on leads it has never seen, later than those it learned from, and better than simpler rules.
#
# **At the end you will be able to defend a lead-quality model line by line, or to say that there is none.**
# %% [markdown] id="title" lang="vi" of="7834f972"
# # Huấn luyện và hiệu chuẩn
#
# Điểm lead chỉ đáng dùng khi "20%" nghĩa là 20 trong 100 lead như vậy sẽ mua, trên những lead mô hình chưa từng thấy, đến sau những lead nó đã học, và tốt hơn các quy tắc đơn giản hơn.
#
# **Đến cuối bài, bạn sẽ bảo vệ được một mô hình chất lượng lead từng điểm một, hoặc nói được rằng không có mô hình nào dùng được.**
# %% id="setup" tags=["setup"]
import leadkit as lk

lk.setup("en")
# %% [markdown] id="train" lang="en"
# ## 1. Train
#
# Ridge logistic regression against boosting, chosen by their loss on later leads *inside* the training period, calibrated as far as the number of wins allows. Leads are never reweighted. No settings.
# %% [markdown] id="train" lang="vi" of="ffb40d5c"
# ## 1. Huấn luyện
#
# Hồi quy logistic có phạt và boosting thi với nhau; bên được chọn là bên sai ít hơn trên những lead đến sau *trong* giai đoạn học, rồi được hiệu chuẩn tùy theo số đơn đã có. Lead không bao giờ bị tính lại trọng số. Không có gì phải cài đặt.
# %% id="evaluate"
book = lk.read_book(lk.sample())
screening = lk.screen(book, lk.Standard.load(lk.sample() / "standard.toml"))
data = lk.training_set(screening.accepted)
report = lk.evaluate(data)
report
# %% [markdown] id="train-says" lang="en"
# > **What this says.** One table, the same later leads for every row: everybody alike, the rate of each source, today's rule, a points card, naive Bayes as Odoo counts it, and the model. A model that does not beat them is not worth its upkeep.
# %% [markdown] id="train-says" lang="vi" of="8d2eb6d0"
# > **Kết quả cho thấy.** Một bảng, dòng nào cũng xét trên cùng những lead đến sau: coi mọi lead như nhau, tỷ lệ chốt của từng nguồn, quy tắc hiện nay, thẻ điểm, naive Bayes theo cách đếm của Odoo, và mô hình. Mô hình không hơn được chúng thì không đáng công duy trì.
# %% id="skill"
report.skill_table
# %% [markdown] id="bins" lang="en"
# ## 2. Can the chances be believed?
#
# Ten groups of leads, from the least to the most promising. A point on the line: what the model said is what happened. The bars are what luck alone could do.
# %% [markdown] id="bins" lang="vi" of="1661e0c3"
# ## 2. Có tin được các xác suất không?
#
# Mười nhóm lead, từ ít đến nhiều khả năng mua. Điểm nằm trên đường chéo: điều mô hình nói đúng là điều đã xảy ra. Thanh dọc là mức mà riêng may rủi cũng có thể gây ra.
# %% id="bins-picture"
ax = report.plot_bins()
# %% id="lay"
lk.tell(*report.lay())
# %% [markdown] id="lift" lang="en"
# ## 3. Whom to call first?
#
# If sales can work only a part of the leads, how many of the buyers are in the best part?
# %% [markdown] id="lift" lang="vi" of="aa144e5a"
# ## 3. Gọi ai trước?
#
# Nếu sales chỉ chăm sóc được một phần số lead thì phần tốt nhất chứa bao nhiêu người mua?
# %% id="lift-picture"
ax = report.plot_lift()
# %% [markdown] id="groups" lang="en"
# ## 4. Right on average, wrong for one source?
#
# Wins that happened over wins that were expected, source by source. An interval that leaves out 1 is a source to look at.
# %% [markdown] id="groups" lang="vi" of="f95efed9"
# ## 4. Đúng trung bình nhưng sai với một nguồn?
#
# Số đơn thực tế chia cho số đơn mô hình chờ đợi, theo từng nguồn. Nguồn nào có khoảng không chứa 1 thì cần xem lại.
# %% id="by-source"
report.by["source"].round(2)
# %% [markdown] id="rolling" lang="en"
# ## 5. Would it have worked last year, too?
#
# The model is trained again at the start of each quarter on what was known then, and judged on that quarter.
# %% [markdown] id="rolling" lang="vi" of="139c7d99"
# ## 5. Năm ngoái mô hình có dùng được không?
#
# Đầu mỗi quý, mô hình được huấn luyện lại bằng những gì khi đó đã biết, rồi đánh giá trên chính quý ấy.
# %% id="rolling-table"
report.rolling.drop(columns="from").round(3)
# %% [markdown] id="rates" lang="en"
# ## 6. What did it learn?
#
# Before trusting any model, look at the counts: of the leads with this value, how many bought?
# %% [markdown] id="rates" lang="vi" of="d7810233"
# ## 6. Mô hình đã học được gì?
#
# Trước khi tin bất kỳ mô hình nào, hãy xem số đếm: trong các lead có giá trị này, bao nhiêu đã mua?
# %% id="rates-picture"
ax = lk.rates(data).plot()
# %% [markdown] id="reasons" lang="en"
# > **How to read it.** The dot is the win rate, the line its interval, the number how many leads stand behind it. A long line says little.
# >
# > The model card (`leadkit train BOOK`) holds all of this on one page to print, with the effect of each column and what the model must not be used for.
# %% [markdown] id="reasons" lang="vi" of="e5f611f5"
# > **Cách đọc.** Chấm là tỷ lệ chốt, vạch ngang là khoảng tin cậy, con số là số lead đứng sau. Vạch dài thì nói được ít.
# >
# > Phiếu mô hình (`leadkit train BOOK`) gom tất cả vào một trang để in, kèm tác động của từng cột và những việc không được dùng mô hình.
# %% [markdown] id="limits" lang="en"
# ## What it cannot tell
#
# - How leads that were never handed off would have done. Below today's line nobody saw an outcome.
# - What sales time *adds*: the score predicts buying after a handoff, not the difference a call makes.
# - Whether next quarter will be like the last. Watch the wins that were expected and those that happened.
#
# **Next.** In a05 the probabilities become a line in money.
# %% [markdown] id="limits" lang="vi" of="7a8ab030"
# ## Điều chưa thể kết luận
#
# - Những lead chưa từng bàn giao lẽ ra sẽ ra sao. Dưới ngưỡng hiện nay không ai thấy kết quả.
# - Thời gian của sales *thêm* được gì: điểm đoán việc mua sau khi bàn giao, không đoán phần mà cuộc gọi tạo ra.
# - Quý tới có giống quý trước không. Hãy theo dõi số đơn chờ đợi và số đơn thực tế.
#
# **Tiếp theo.** Ở a05, các xác suất trở thành một ngưỡng tính bằng tiền.
