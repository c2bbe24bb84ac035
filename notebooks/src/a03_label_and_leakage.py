# %% [markdown] id="title" lang="en"
# # Label and leakage
#
# Most lead scores die of two faults before any model is fitted: leads still open are counted as lost, and columns that sales fills in *after* the handoff are used to predict the outcome.
#
# **At the end you will know what "won" has to mean, how long you must wait for it, and which columns of an export nobody knew when the lead was handed off.**
# %% [markdown] id="title" lang="vi" of="e3d88012"
# # Nhãn và rò rỉ dữ liệu
#
# Phần lớn điểm lead hỏng vì hai lỗi, trước cả khi có mô hình: lead còn đang mở bị tính là mất, và những cột mà sales chỉ điền *sau* khi bàn giao lại được dùng để đoán kết quả.
#
# **Đến cuối bài, bạn sẽ biết "đã mua" phải hiểu thế nào, phải chờ bao lâu mới biết, và cột nào trong bản xuất chưa ai biết vào lúc bàn giao lead.**
# %% id="setup" tags=["setup"]
import leadkit as lk

lk.setup("en")
# %% [markdown] id="label" lang="en"
# ## 1. What is a win, and when can it be known?
#
# A lead counts as won when it buys **within the outcome window after its handoff**. Only handoffs whose window is over are judged, whatever their status says today: a property of the date, never of the outcome.
# %% [markdown] id="label" lang="vi" of="9807420e"
# ## 1. Thế nào là đã mua, và khi nào mới biết được?
#
# Một lead được tính là đã mua khi khách mua **trong thời hạn theo dõi tính từ lúc bàn giao**. Chỉ những lượt bàn giao đã hết thời hạn mới được xét, bất kể hôm nay trạng thái là gì: điều này tùy vào ngày bàn giao, không bao giờ tùy vào kết quả.
# %% id="training-set"
book = lk.read_book(lk.sample())
screening = lk.screen(book, lk.Standard.load(lk.sample() / "standard.toml"))
data = lk.training_set(screening.accepted)
data.label
# %% [markdown] id="curve" lang="en"
# ## 2. How long must one wait?
#
# The curve follows *old* handoffs to their end. A lost lead can no longer win, so it competes with winning; leads still open only stop being followed.
# %% [markdown] id="curve" lang="vi" of="570883e2"
# ## 2. Phải chờ bao lâu?
#
# Đường cong theo dõi các lượt bàn giao *cũ* đến cùng. Lead đã mất thì không thể mua nữa, nên mất và mua loại trừ nhau; lead còn mở chỉ là chưa theo dõi tiếp.
# %% id="curve-picture"
ax = data.label.plot()
# %% [markdown] id="curve-says" lang="en"
# > **How to read it.** A window that is too short misses slow buyers; one that is too long throws away the youngest leads. Take the shortest that holds nearly all wins.
# >
# > The marked points are the two usual mistakes: judging only what is decided, and counting open leads as lost.
# %% [markdown] id="curve-says" lang="vi" of="eae08972"
# > **Cách đọc.** Thời hạn quá ngắn bỏ sót người mua chậm; quá dài thì phí mất những lead mới nhất. Hãy chọn thời hạn ngắn nhất mà vẫn chứa gần hết các đơn.
# >
# > Các điểm đánh dấu là hai lỗi thường gặp: chỉ xét lead đã ngã ngũ, và coi lead còn mở là đã mất.
# %% [markdown] id="as-of" lang="en"
# ## 3. What was known then?
#
# An honest check of last year's decision needs last year's knowledge. `as_of` takes the book back to any date: later events are unknown, younger leads are not yet judged.
# %% [markdown] id="as-of" lang="vi" of="eb95af63"
# ## 3. Khi đó người ta biết gì?
#
# Muốn xét lại công bằng một quyết định năm ngoái thì phải dùng những gì năm ngoái đã biết. `as_of` đưa sổ lead về bất kỳ ngày nào: sự kiện về sau coi như chưa biết, lead còn mới thì chưa xét.
# %% id="as-of-label"
lk.training_set(screening.accepted, as_of="2025-12-31").label
# %% [markdown] id="audit" lang="en"
# ## 4. Would you have known this at handoff?
#
# The book says of each column when it is known. What is declared as later never becomes a feature, however well it predicts.
# %% [markdown] id="audit" lang="vi" of="a193145b"
# ## 4. Lúc bàn giao, bạn đã biết điều này chưa?
#
# Sổ lead ghi rõ từng cột được biết vào lúc nào. Cột nào đã khai là biết sau thì không bao giờ được dùng, dù nó đoán đúng đến đâu.
# %% id="audit-book"
data.audit
# %% [markdown] id="export" lang="en"
# ## 5. An export that says nothing of itself
#
# A bare export declares nothing. The audit then looks for evidence: names, strength alone against all others together, blanks, dates, formats, row order. This one has columns that were planted to betray the outcome.
# %% [markdown] id="export" lang="vi" of="ffcb3f95"
# ## 5. Một bản xuất không tự nói gì
#
# Bản xuất trần không khai báo gì cả. Khi đó phần kiểm tra tìm bằng chứng: tên cột, sức đoán một mình so với mọi cột khác gộp lại, ô trống, ngày tháng, dạng ghi, thứ tự dòng. Bản này có những cột được cài sẵn để lộ kết quả.
# %% id="audit-export"
export = lk.read_export(lk.sample("exports") / "salesforce.csv", outcome="Status", won=["Closed - Converted"], window=30)
found = lk.training_set(export).audit
found.table.query("verdict in ['leaks', 'doubtful']")[["column", "verdict", "evidence", "ask"]]
# %% [markdown] id="export-says" lang="en"
# > **What this says.** `leaks`: never use it. `doubtful`: left out until somebody who owns the CRM has answered the question beside it; then `--known-at-handoff COLUMN` lets it in, and every later page says so.
# >
# > Statistics find the loud leaks. The quiet ones (a bounced e-mail that is noted only for some) are found by asking.
# %% [markdown] id="export-says" lang="vi" of="30c54a1b"
# > **Kết quả cho thấy.** `rò rỉ`: không bao giờ dùng. `đáng ngờ`: để ngoài cho đến khi người phụ trách CRM trả lời câu hỏi bên cạnh; sau đó `--known-at-handoff CỘT` cho dùng, và mọi trang về sau đều ghi rõ.
# >
# > Thống kê tìm ra những cột lộ rõ. Những cột lộ kín đáo (chẳng hạn e-mail bị trả lại chỉ được ghi cho một số lead) thì phải hỏi mới biết.
# %% [markdown] id="price" lang="en"
# ## 6. What a leak costs
#
# Suppose somebody declared the reason of a loss as known at handoff. The score would look wonderful, and on the day of the handoff the column is blank.
# %% [markdown] id="price" lang="vi" of="f5cc0dd6"
# ## 6. Cái giá của một cột rò rỉ
#
# Giả sử ai đó khai rằng lý do mất đã biết từ lúc bàn giao. Điểm sẽ trông tuyệt vời, còn vào ngày bàn giao thì cột ấy trống.
# %% id="leaky"
honest = lk.evaluate(data)
leaky = lk.evaluate(lk.training_set(screening.accepted, named=["lost_reason"]))
lk.tell(honest.sentence(), leaky.sentence())
# %% [markdown] id="limits" lang="en"
# ## What it cannot tell
#
# - When a cell was *filled*. A CRM that keeps only the present state hides it; ask its owner, or import an extract every month.
# - Whether a column declared as known was really known: the audit shows evidence against it, and you decide.
# - How leads that were never handed off would have ended.
#
# **Next.** In a04 the model is trained on what is left, and judged on later leads.
# %% [markdown] id="limits" lang="vi" of="1698425d"
# ## Điều chưa thể kết luận
#
# - Ô được *điền* lúc nào. CRM chỉ giữ trạng thái hiện tại thì giấu mất điều đó; hãy hỏi người phụ trách, hoặc nhập bản trích xuất hằng tháng.
# - Cột đã khai là biết trước có thật sự biết trước không: phần kiểm tra đưa bằng chứng, còn bạn quyết định.
# - Những lead chưa từng bàn giao lẽ ra sẽ ra sao.
#
# **Tiếp theo.** Ở a04, mô hình học từ những cột còn lại và được đánh giá trên các lead đến sau.
