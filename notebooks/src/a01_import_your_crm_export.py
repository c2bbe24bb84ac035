# %% [markdown] id="title" lang="en"
# # Import your CRM export
#
# Your CRM has the leads; every page of leadkit reads a **lead book**. Between the two stands a **map**:
# one line a column, in a file that you can read, argue about and mend.
#
# **At the end you will have made a book from an export, seen what it can answer, and added a second export without losing history.**
# %% [markdown] id="title" lang="vi" of="3cb7b5b0"
# # Nhập tệp xuất từ CRM
#
# Lead nằm trong CRM, còn mọi trang của leadkit đều đọc từ **sổ lead**. Ở giữa là **bảng ánh xạ cột**:
# mỗi cột một dòng, trong một tệp mà ai cũng đọc được, bàn được và sửa được.
#
# **Đến cuối bài, bạn sẽ tạo được sổ lead từ một tệp xuất, biết sổ ấy trả lời được những gì, và nhập thêm tệp thứ hai mà không mất lịch sử.**
# %% id="setup" tags=["setup"]
from tempfile import mkdtemp

import leadkit as lk

lk.setup("en")
# %% [markdown] id="draft" lang="en"
# ## 1. The map, drafted
#
# The sample export is what HubSpot would give: 600 young leads of the invented firm, some of them untidy.
# leadkit looks at the names *and* at the values of every column.
# %% [markdown] id="draft" lang="vi" of="08abb99b"
# ## 1. Bản nháp bảng ánh xạ
#
# Tệp mẫu giống tệp mà HubSpot xuất ra: 600 lead còn mới của công ty giả định, một số ghi chép chưa gọn.
# leadkit xem cả tên cột *lẫn* giá trị trong từng cột.
# %% id="draft-table"
export = lk.sample("exports") / "hubspot.csv"
draft = lk.draft_map([export])
draft
# %% [markdown] id="draft-says" lang="en"
# > **What this says.** A column with a name of the book plays its part in every analysis; a column of your own
# > keeps its own name. The note says whether anybody has tried our map of this CRM on a real export.
# %% [markdown] id="draft-says" lang="vi" of="5a154516"
# > **Kết quả cho thấy.** Cột nào mang tên có trong sổ lead thì được dùng cho mọi phân tích; cột riêng của công ty
# > giữ tên riêng. Ghi chú cho biết bảng ánh xạ của CRM này đã được thử trên tệp thật hay chưa.
# %% [markdown] id="text" lang="en"
# ## 2. Why it thinks so
#
# The map is a text file. Each line says why, and shows three values; contact data are masked.
# Below is how each status of the CRM is understood. A wrong line is mended by changing the word on its right.
# %% [markdown] id="text" lang="vi" of="f7679ea0"
# ## 2. Vì sao ánh xạ như vậy
#
# Bảng ánh xạ là một tệp văn bản. Mỗi dòng nêu lý do và ba giá trị làm ví dụ; thông tin liên hệ được che bớt.
# Dưới đây là cách hiểu từng trạng thái của CRM. Dòng nào sai, chỉ cần sửa từ ở bên phải.
# %% id="statuses"
print(draft.text.split("[files.values.outcome]")[1].split("[")[0].strip())
# %% [markdown] id="read" lang="en"
# ## 3. From export to leads
#
# The map is saved, mended where need be, and applied. On your own machine that is
# `leadkit map export.csv -o map.toml` and `leadkit import export.csv --map map.toml -o BOOK`.
# %% [markdown] id="read" lang="vi" of="b70ce77c"
# ## 3. Từ tệp xuất thành lead
#
# Bảng ánh xạ được lưu lại, sửa chỗ cần sửa, rồi đem áp dụng. Trên máy của bạn, hai lệnh tương ứng là
# `leadkit map export.csv -o map.toml` và `leadkit import export.csv --map map.toml -o BOOK`.
# %% id="mapped"
extract = lk.read_mapped([export], draft.map)
extract.book
# %% [markdown] id="mapped-says" lang="en"
# > **What this says.** Every analysis that the export opens, and for the others the column that is missing.
# > Ask your CRM's keeper for that column before you ask for more leads.
# %% [markdown] id="mapped-says" lang="vi" of="ee97198b"
# > **Kết quả cho thấy.** Tệp này làm được những phân tích nào; phân tích chưa làm được thì thiếu cột gì.
# > Hãy xin người quản lý CRM cột còn thiếu đó trước khi xin thêm lead.
# %% [markdown] id="others" lang="en"
# ## 4. The same leads from two other systems
#
# Salesforce and a Vietnamese sheet hold the same leads, written otherwise: other headers, other words for a status,
# days written two ways in one column, amounts such as "22,7 triệu", garbled accents. Do they give the same outcomes?
# %% [markdown] id="others" lang="vi" of="d0162a46"
# ## 4. Vẫn những lead ấy từ hai hệ thống khác
#
# Salesforce và một bảng tính tiếng Việt chứa cùng các lead đó nhưng ghi khác: tiêu đề khác, tên trạng thái khác,
# ngày ghi hai kiểu trong một cột, số tiền như "22,7 triệu", chữ lỗi dấu. Kết quả có giống nhau không?
# %% id="same"
files = [lk.sample("exports") / name for name in ("salesforce.csv", "bang_khach_hang.csv")]
others = [lk.read_mapped([file], lk.draft_map([file]).map).book for file in files]
books = [extract.book, *others]
[book.leads["outcome"].value_counts().to_dict() for book in books]
# %% [markdown] id="same-says" lang="en"
# > **What this says.** Three systems, one answer. Where a day could be read two ways and no value decides,
# > leadkit asks instead of guessing; garbled accents are offered for repair, never mended in silence.
# %% [markdown] id="same-says" lang="vi" of="d67c9694"
# > **Kết quả cho thấy.** Ba hệ thống, một câu trả lời. Ngày nào đọc được hai cách mà không giá trị nào phân định,
# > leadkit sẽ hỏi chứ không đoán; chữ lỗi dấu thì được đề nghị sửa, không bao giờ tự ý sửa.
# %% [markdown] id="take" lang="en"
# ## 5. The book, and the next export
#
# The book keeps every export it was given. A later one adds what has happened since; the same one twice changes nothing.
# %% [markdown] id="take" lang="vi" of="a8e1cf79"
# ## 5. Sổ lead và lần xuất sau
#
# Sổ lead giữ lại mọi tệp đã nhập. Tệp xuất sau bổ sung những gì xảy ra từ đó đến nay; nhập lại đúng tệp cũ thì không có gì thay đổi.
# %% id="first"
folder = mkdtemp() + "/book"
lk.take_in(folder, extract)
# %% id="again"
lk.take_in(folder, extract)
# %% [markdown] id="back" lang="en"
# ## 6. And back to the CRM
#
# What leadkit finds goes back under the CRM's own headers, its id first, so that the CRM can take it in again.
# %% [markdown] id="back" lang="vi" of="2b650100"
# ## 6. Đưa trở lại CRM
#
# Kết quả của leadkit được ghi dưới đúng tiêu đề cột của CRM, mã lead đứng đầu, để CRM nhập lại được.
# %% id="back-table"
leads = lk.read_book(folder).leads.head(3)[["lead_id", "source", "segment"]]
lk.to_crm(leads.assign(probability=[0.1, 0.2, 0.3]), draft.map)
# %% [markdown] id="limits" lang="en"
# ## What it cannot tell
#
# - What your firm means by a status. The map writes down a guess; both teams have to read it once.
# - When a column of your own was filled in. Until somebody says so under `[known]`, it counts as assumed.
# - What happened between two exports: a change is dated by the CRM where it says so, else by the day of the export.
#
# **Next.** Screen the leads before they are handed off: a02.
# %% [markdown] id="limits" lang="vi" of="cf91f3e4"
# ## Điều chưa thể kết luận
#
# - Công ty bạn hiểu mỗi trạng thái thế nào. Bảng ánh xạ ghi ra một phỏng đoán; hai bộ phận cần cùng đọc lại một lần.
# - Một cột riêng được điền vào lúc nào. Khi chưa ai khai báo ở mục `[known]`, thời điểm ấy chỉ là giả định.
# - Điều gì đã xảy ra giữa hai lần xuất: nếu CRM có ghi ngày thì theo ngày đó, nếu không thì theo ngày xuất tệp.
#
# **Bước tiếp theo.** Sàng lọc lead trước khi bàn giao: bài a02.
