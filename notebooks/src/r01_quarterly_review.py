# %% [markdown] id="title" lang="en"
# # Quarterly review
#
# How far is the quarter from the one before, on whose side does the gap lie, and what can the data not tell?
#
# **At the end both sides know what to decide, and sign the page that `leadkit review` makes of the same numbers.**
# %% [markdown] id="title" lang="vi" of="7c8dfb77"
# # Rà soát quý
#
# Quý này chênh bao nhiêu so với quý trước, phần chênh nằm ở bên nào, và dữ liệu chưa thể kết luận điều gì?
#
# **Đến cuối bài, hai bên biết cần quyết định điều gì và ký vào trang mà `leadkit review` lập từ chính các con số này.**
# %% [markdown] id="own" lang="en"
# ## 1. Which book, which quarter
#
# `book` is the folder of your lead book; empty means the bundled sample.
# `quarter` is written as in 2026Q2; empty means the last one whose leads have all had their time.
# `against` is what it is compared with: previous, year (the same quarter of the year before), plan, or a quarter.
# `as_of` is the day to judge at, as in 2026-09-30; empty means the day of the extract.
# %% [markdown] id="own" lang="vi" of="eeb8096c"
# ## 1. Sổ lead nào, quý nào
#
# `book` là thư mục chứa sổ lead của bạn; để trống thì dùng dữ liệu mẫu kèm theo.
# `quarter` viết như 2026Q2; để trống thì lấy quý gần nhất mà mọi lead đã đủ thời gian theo dõi.
# `against` là mốc so sánh: previous (quý trước), year (cùng quý năm trước), plan (kế hoạch) hoặc tên một quý.
# `as_of` là ngày dùng để đánh giá, viết như 2026-09-30; để trống thì lấy ngày xuất dữ liệu.
# %% id="parameters" tags=["parameters"]
book = ""
quarter = ""
against = "previous"
as_of = ""
language = "en"
# %% id="setup" tags=["setup"]
import leadkit as lk
from leadkit.quality import marked

lk.setup(language)
# %% id="review"
leads = marked(lk.read_book(book or lk.sample()))
review = lk.quarterly_review(leads, quarter or None, against=against, as_of=as_of or None)
page = review.page()
lk.tell(page.title, page.subtitle, " ".join(page.status))
# %% [markdown] id="answer" lang="en"
# ## 2. What we can say
#
# Five things, always in this order: what happened, marketing's side, sales' side,
# what stays unknown, what to decide. Brackets hold 95 % intervals.
# %% [markdown] id="answer" lang="vi" of="115c2982"
# ## 2. Điều có thể nói
#
# Năm điều, luôn theo thứ tự này: chuyện gì đã xảy ra, phía marketing, phía sales,
# điều chưa thể kết luận, điều cần quyết định. Trong ngoặc là khoảng tin cậy 95%.
# %% id="sentences"
lk.tell(*review.sentences())
# %% id="facts"
page.facts
# %% [markdown] id="gap" lang="en"
# ## 3. Where the gap lies
#
# Each bar starts where the one above ended; the thin upright line is its own zero.
# A hatched bar is a part of which the data cannot tell whether it rose or fell.
# %% [markdown] id="gap" lang="vi" of="759606a7"
# ## 3. Phần chênh nằm ở đâu
#
# Mỗi thanh bắt đầu ở chỗ thanh phía trên kết thúc; vạch đứng mảnh là mốc 0 riêng cho thanh đó.
# Thanh gạch chéo là phần mà dữ liệu chưa thể kết luận là tăng hay giảm.
# %% id="waterfall"
ax = review.shortfall.plot()
# %% id="parts"
review.shortfall
# %% [markdown] id="plan" lang="en"
# ## 4. Against the plan
#
# Only where the book plans this quarter; otherwise nothing is shown here.
# %% [markdown] id="plan" lang="vi" of="aa9b02e1"
# ## 4. So với kế hoạch
#
# Chỉ hiện khi sổ lead có kế hoạch cho quý này; nếu không có, phần này để trống.
# %% id="planned"
review.against_plan
# %% [markdown] id="evidence" lang="en"
# ## 5. The evidence, side by side
#
# Earlier decisions and what became of them, follow-up, reasons, stages, costs, sources, and what both sides promised:
# each as far as the book holds it; the table before the last one names what it does not hold.
# %% [markdown] id="evidence" lang="vi" of="7d0d4cf4"
# ## 5. Bằng chứng từ hai phía
#
# Quyết định trước đây và kết quả, việc chăm sóc lead, lý do, các giai đoạn, chi phí, nguồn lead và cam kết hai bên:
# sổ lead có phần nào thì phần đó hiện ra; bảng gần cuối nêu những gì sổ còn thiếu.
# %% id="tables"
for section in page.sections:
    for table in section.tables:
        display(table)
# %% [markdown] id="evidence-says" lang="en"
# > **How to read it.** Ask of every table first: out of how many, and how old?
# > A quarter whose leads have not had their time is named so, and no win rate is given for it.
# %% [markdown] id="evidence-says" lang="vi" of="d060e246"
# > **Cách đọc.** Với mỗi bảng, hãy hỏi trước hết: trên tổng số bao nhiêu, và đã đủ lâu chưa?
# > Quý nào có lead chưa đủ thời gian theo dõi thì được ghi rõ, và bảng chưa nêu tỷ lệ chốt cho quý đó.
# %% [markdown] id="limits" lang="en"
# ## 6. What this review cannot tell
# %% [markdown] id="limits" lang="vi" of="5cf9f2ed"
# ## 6. Điều rà soát này chưa thể kết luận
# %% id="unknown"
lk.tell(*review.shortfall.warnings)
# %% [markdown] id="sign" lang="en"
# ## 7. Decide, and sign
#
# Write each decision with its owner, what it should reach, and the quarter in which it will be judged (`leadkit decide`):
# the next review opens with it. Both heads sign the page that the command below makes: type it in a terminal
# (in JupyterLab: **File > New > Terminal**); `BOOK` is the folder of your book.
# %% [markdown] id="sign" lang="vi" of="b77697c2"
# ## 7. Quyết định và ký
#
# Ghi mỗi quyết định kèm người phụ trách, mức cần đạt và quý sẽ đánh giá (`leadkit decide`):
# lần rà soát sau sẽ mở đầu bằng chính các quyết định đó. Hai trưởng phòng ký vào trang do lệnh dưới đây lập ra:
# hãy gõ lệnh ấy trong cửa sổ dòng lệnh (trong JupyterLab: **File > New > Terminal**); `BOOK` là thư mục chứa sổ lead của bạn.
# %% id="command"
name = quarter or review.quarter
lk.tell(
    f"leadkit review {book or 'BOOK'} --quarter {name} --against {against} --lang {language}"
    " -o review.html"
)
