# %% [markdown] id="title" lang="en"
# # Screen before handoff
#
# The article's first remedy: a concrete standard for customer data, and a screening *before* the handoff.
# A standard is worth something only if each rule earns its keep.
#
# **At the end you will know which leads fail, who repairs what, which rule pays, and whether your graders mean the same.**
# %% [markdown] id="title" lang="vi" of="79b9b707"
# # Sàng lọc trước khi bàn giao
#
# Giải pháp đầu tiên của bài viết: quy chuẩn cụ thể cho dữ liệu khách hàng, và sàng lọc *trước* khi bàn giao.
# Quy chuẩn chỉ có giá trị khi từng quy tắc trong đó đáng với công sức bỏ ra.
#
# **Đến cuối bài, bạn sẽ biết lead nào không đạt, ai sửa phần nào, quy tắc nào có lợi, và những người chấm có hiểu giống nhau không.**
# %% id="setup" tags=["setup"]
import leadkit as lk

lk.setup("en")
# %% [markdown] id="screen" lang="en"
# ## 1. Every lead against the standard
#
# The standard is one file that both teams sign: what a lead must have, who repairs it, what to do about it.
# A **gate** sets a lead aside; a **score** weighs; **info** only counts.
# %% [markdown] id="screen" lang="vi" of="bc89a348"
# ## 1. Đối chiếu từng lead với quy chuẩn
#
# Quy chuẩn là một tệp mà hai bộ phận cùng ký: lead phải có gì, ai sửa, xử lý thế nào.
# **Điều kiện bắt buộc** để riêng một lead; **điểm** thì cân nhắc; **chỉ đếm** thì không ảnh hưởng.
# %% id="report"
book = lk.read_book(lk.sample())
report = lk.screen(book, lk.Standard.load(lk.sample() / "standard.toml"))
report
# %% [markdown] id="pareto" lang="en"
# ## 2. Where to begin
#
# A few reasons make up most of the leads set aside. Begin at the top.
# %% [markdown] id="pareto" lang="vi" of="69b844f4"
# ## 2. Bắt đầu từ đâu
#
# Vài lý do chiếm phần lớn số lead bị để riêng. Hãy bắt đầu từ trên xuống.
# %% id="pareto-picture"
ax = report.pareto()
# %% [markdown] id="pareto-says" lang="en"
# > **How to read it.** The longest bar is the first repair, and the table above names the side that owns it.
# > Mending one cause at its source beats screening it out every week.
# %% [markdown] id="pareto-says" lang="vi" of="a2cb1e74"
# > **Cách đọc.** Thanh dài nhất là việc cần sửa trước, bảng phía trên ghi bên nào phụ trách.
# > Sửa một nguyên nhân tận gốc tốt hơn tuần nào cũng phải lọc ra.
# %% [markdown] id="explain" lang="en"
# ## 3. What does a rule do?
#
# Nobody signs a rule they do not understand. Ask it: contact data stay masked, rows and ids are named.
# `leadkit screen BOOK --explain DUPLICATE` says the same.
# %% [markdown] id="explain" lang="vi" of="755be065"
# ## 3. Một quy tắc làm gì?
#
# Không ai ký một quy tắc mình không hiểu. Hãy hỏi: thông tin liên hệ được che, số dòng và mã lead được nêu rõ.
# Lệnh `leadkit screen BOOK --explain DUPLICATE` cho cùng câu trả lời.
# %% id="explained"
report.explain("DUPLICATE")
# %% [markdown] id="dimensions" lang="en"
# ## 4. Six sides of quality
#
# Completeness, validity, uniqueness, timeliness, consistency, and whether the person may and can be contacted.
# **Accuracy** is not among them: no record shows whether its number rings the right person. That takes a few calls:
# `leadkit screen BOOK --audit-sample 40 -o DIR` draws the list.
# %% [markdown] id="dimensions" lang="vi" of="ddd94a0b"
# ## 4. Sáu mặt của chất lượng
#
# Độ đầy đủ, tính hợp lệ, tính duy nhất, tính kịp thời, tính nhất quán, và có được phép, có thể liên hệ hay không.
# **Độ chính xác** không nằm trong đó: không bản ghi nào tự cho biết số máy có gặp đúng người. Muốn biết phải gọi thử:
# `leadkit screen BOOK --audit-sample 40 -o DIR` rút danh sách để gọi.
# %% id="dimensions-table"
report.dimensions[["dimension", "n", "rate", "low", "high"]].round(3)
# %% [markdown] id="worth" lang="en"
# ## 5. Which rule pays?
#
# A rule saves work on leads that sales would have rejected, and blocks some that would have bought.
# It is learned on one quarter and shown on the next. The amounts are the sample firm's; give your own.
# %% [markdown] id="worth" lang="vi" of="74a8ddd8"
# ## 5. Quy tắc nào có lợi?
#
# Một quy tắc tiết kiệm công cho những lead mà sales đằng nào cũng từ chối, và chặn mất vài lead lẽ ra đã mua.
# Kết quả được tính trên một quý rồi kiểm chứng ở quý sau. Số tiền là của công ty mẫu; hãy dùng số của bạn.
# %% id="suggest"
suggested = lk.suggest_rules(book, report.standard, value=12_000_000, cost=1_000_000)
suggested
# %% [markdown] id="worth-says" lang="en"
# > **What this says.** A change is proposed only where its worth differs from zero beyond chance.
# > It is a proposal: nothing is changed until both sides sign a new version of the standard.
# %% [markdown] id="worth-says" lang="vi" of="0b203109"
# > **Kết quả cho thấy.** Một thay đổi chỉ được đề xuất khi giá trị của nó khác 0 rõ rệt, không phải do may rủi.
# > Đây chỉ là đề xuất: chưa có gì thay đổi cho đến khi hai bên ký phiên bản mới của quy chuẩn.
# %% [markdown] id="graders" lang="en"
# ## 6. Do two graders mean the same?
#
# Two people graded the same 300 leads, neither seeing the other's grades. Before blaming anybody for "bad leads", ask whether the words mean one thing.
# %% [markdown] id="graders" lang="vi" of="4ac52c09"
# ## 6. Hai người chấm có hiểu giống nhau?
#
# Hai người cùng chấm 300 lead, không ai biết hạng của người kia. Trước khi trách ai vì "lead kém", hãy hỏi xem hai bên có hiểu các hạng giống nhau không.
# %% id="agree"
import pandas as pd

cells = {"AA": 40, "AB": 8, "AC": 2, "BA": 10, "BB": 30, "BC": 10, "CA": 2, "CB": 12, "CC": 36}
pairs = pd.Series([pair for pair, n in cells.items() for _ in range(2 * n)])
agreed = lk.graders_agree(pairs.str[0], pairs.str[1], order=("A", "B", "C"))
agreed
# %% [markdown] id="limits" lang="en"
# ## What it cannot tell
#
# - Whether a person needs the product. Screening judges the record, not the wish to buy; that is the model's work.
# - Whether a valid number is the right one: only calling tells.
# - What a rule does to leads that were never handed off: nobody saw how they would have ended.
#
# **Next.** In t03 new colleagues screen twelve leads by hand and feel the price of a rule.
# %% [markdown] id="limits" lang="vi" of="b3d71ced"
# ## Điều chưa thể kết luận
#
# - Khách có cần sản phẩm hay không. Sàng lọc xét bản ghi, không xét ý định mua; việc đó là của mô hình.
# - Số điện thoại hợp lệ có đúng là của người đó không: chỉ gọi mới biết.
# - Quy tắc ảnh hưởng thế nào đến những lead chưa từng bàn giao: không ai thấy kết quả của các lead ấy.
#
# **Bước tiếp theo.** Ở bài t03, nhân viên mới tự tay sàng lọc mười hai lead và thấy được cái giá của một quy tắc.
