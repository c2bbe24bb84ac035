# %% [markdown] id="title" lang="en"
# # Score new leads
#
# A model in a drawer helps nobody. This notebook saves one, scores leads that wait for a decision, says why each got its score, and shows what happens to values and columns the model has never met.
#
# **At the end you will be able to send scores back to the CRM, at any scale, and to go back to the former model if the new one disappoints.**
# %% [markdown] id="title" lang="vi" of="ecb0227e"
# # Chấm điểm lead mới
#
# Mô hình cất trong ngăn kéo thì không giúp được ai. Bài này lưu một mô hình, chấm điểm những lead đang chờ quyết định, nói rõ vì sao mỗi lead có điểm đó, và cho thấy chuyện gì xảy ra với những giá trị và cột mà mô hình chưa từng gặp.
#
# **Đến cuối bài, bạn sẽ gửi được điểm về CRM ở quy mô bất kỳ, và quay lại được mô hình cũ nếu mô hình mới gây thất vọng.**
# %% id="setup" tags=["setup"]
import tempfile

import leadkit as lk

lk.setup("en")
# %% [markdown] id="save" lang="en"
# ## 1. Train and save
#
# `leadkit train BOOK` does this and leaves the model in the book. A saved model is a folder: the model in a format that is never unpickled, its card, its numbers, a fingerprint of every file. A changed byte is refused.
# %% [markdown] id="save" lang="vi" of="93700a2a"
# ## 1. Huấn luyện và lưu
#
# Lệnh `leadkit train BOOK` làm việc này và để mô hình trong sổ lead. Mô hình đã lưu là một thư mục: mô hình ở dạng không bao giờ thực thi mã lạ khi mở, phiếu mô hình, các con số, và dấu vân của từng tệp. Tệp nào bị đổi dù một byte cũng bị từ chối.
# %% id="saved"
book = lk.read_book(lk.sample())
screening = lk.screen(book, lk.Standard.load(lk.sample() / "standard.toml"))
folder = tempfile.mkdtemp() + "/model"
lk.save_model(lk.evaluate(lk.training_set(screening.accepted)), book, folder)
model = lk.load_model(folder)
model
# %% [markdown] id="score" lang="en"
# ## 2. Score a table
#
# Any CSV, XLSX or Parquet file with the same columns, of any length: it is read and scored a block at a time, in the memory of one block.
# %% [markdown] id="score" lang="vi" of="518cd4b0"
# ## 2. Chấm điểm một bảng
#
# Bất kỳ tệp CSV, XLSX hay Parquet nào có cùng các cột, dài bao nhiêu cũng được: tệp được đọc và chấm từng khối, chỉ tốn bộ nhớ của một khối.
# %% id="scores"
import pandas as pd

blocks = list(lk.score_stream(model, lk.sample() / "leads.csv"))
scores = pd.concat(block.scores for block in blocks)
scores[["probability", "reason_1", "reason_2"]].head()
# %% [markdown] id="score-says" lang="en"
# > **What this says.** The reasons are parts of the score that add up to it exactly: no story told afterwards. The rest stands in `reason_rest`.
# %% [markdown] id="score-says" lang="vi" of="e1b27f99"
# > **Kết quả cho thấy.** Các lý do là những phần của điểm, cộng lại đúng bằng điểm: không phải câu chuyện kể thêm về sau. Phần còn lại nằm ở `reason_rest`.
# %% [markdown] id="strange" lang="en"
# ## 3. Values and columns it has never met
#
# Next month somebody adds a source, renames a role, or forgets a column. A lead with an unknown value is scored like a rare one, a missing column like a blank one, and both are counted for you.
# %% [markdown] id="strange" lang="vi" of="0d887500"
# ## 3. Giá trị và cột chưa từng gặp
#
# Tháng sau có người thêm một nguồn, đổi tên một chức vụ, hoặc quên một cột. Lead có giá trị lạ được chấm như giá trị hiếm, cột thiếu được chấm như ô trống, và cả hai đều được đếm cho bạn biết.
# %% id="unknown"
new = pd.read_csv(lk.sample() / "leads.csv", dtype="str").head(200).drop(columns="industry")
new["source"] = new["source"].replace("zalo_oa", "tiktok_shop")
new.to_csv(f"{folder}/new.csv", index=False)
next(lk.score_stream(model, f"{folder}/new.csv")).unfamiliar
# %% [markdown] id="spread" lang="en"
# ## 4. How the scores lie
#
# Before the scores go out, look at them: a wall at one value or a gap is a sign that a column has changed its meaning.
# %% [markdown] id="spread" lang="vi" of="a4cdbdbd"
# ## 4. Điểm phân bố ra sao
#
# Trước khi gửi điểm đi, hãy nhìn qua: điểm dồn cục ở một giá trị hoặc có khoảng trống là dấu hiệu một cột đã đổi nghĩa.
# %% id="histogram"
ax = scores["probability"].mul(100).plot.hist(bins=40, color="0.6")
_ = ax.set_xlabel("%")
# %% [markdown] id="scale" lang="en"
# ## 5. At scale, and back
#
# On the command line, with decision and tier beside the probability, and with the versions of model, policy and agreement beside each score:
#
# ```
# leadkit score new-leads.csv --model model --policy line/policy.toml -o scored.csv
# leadkit score BOOK -o scored.csv
# ```
#
# Is last quarter's model better than the new one, after all? Compare both on the same leads, and go back with one command:
#
# ```
# leadkit model compare BOOK --with NAME
# leadkit model use BOOK NAME
# ```
# %% [markdown] id="scale" lang="vi" of="765829d3"
# ## 5. Ở quy mô lớn, và quay lại
#
# Trên dòng lệnh, kèm quyết định và hạng bên cạnh xác suất, và kèm phiên bản của mô hình, chính sách và thỏa thuận bên cạnh từng điểm:
#
# ```
# leadkit score new-leads.csv --model model --policy line/policy.toml -o scored.csv
# leadkit score BOOK -o scored.csv
# ```
#
# Rốt cuộc mô hình quý trước tốt hơn mô hình mới? Hãy so hai mô hình trên cùng những lead, và quay lại bằng một lệnh:
#
# ```
# leadkit model compare BOOK --with NAME
# leadkit model use BOOK NAME
# ```
# %% [markdown] id="limits" lang="en"
# ## What it cannot tell
#
# - Whether a lead *should* be handed off: that takes money and capacity, and is the policy's work (a05).
# - Whether the market has changed since the model was trained. `leadkit model check BOOK` looks, once outcomes are in.
# - Anything about the person: contact data never enters a model.
# %% [markdown] id="limits" lang="vi" of="3a946040"
# ## Điều chưa thể kết luận
#
# - Lead *có nên* được bàn giao hay không: việc đó cần tiền và năng lực, và thuộc về chính sách bàn giao (a05).
# - Thị trường có đổi từ khi huấn luyện mô hình hay không. Lệnh `leadkit model check BOOK` sẽ xem, khi đã có kết quả.
# - Bất cứ điều gì về con người: thông tin liên hệ không bao giờ vào mô hình.
