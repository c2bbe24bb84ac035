# %% [markdown] id="goal" lang="en"
# # The written agreement
#
# "We had agreed on that." "No, we had not." A page that both sides have signed ends this quarrel, if it is written well.
#
# **At the end you can mend a page of duties, say when a promise in working hours runs out, work out a bonus,
# and complete and sign an agreement in which nothing is found at fault.**
#
# About twenty-five minutes. Choose **Run > Run All Cells** first and scroll back up.
# %% [markdown] id="goal" lang="vi" of="75395d91"
# # Thỏa thuận bằng văn bản
#
# "Việc này mình đã thống nhất rồi mà." "Đâu có." Một trang giấy hai bên cùng ký chấm dứt được chuyện đó, nếu viết cho tốt.
#
# **Cuối bài, bạn sửa được một bảng phân công, tính được hạn của một cam kết theo giờ làm việc, tính được tiền thưởng,
# và hoàn chỉnh rồi ký được một bản thỏa thuận không còn lỗi nào.**
#
# Khoảng hai mươi lăm phút. Hãy chọn **Run > Run All Cells** (nếu thực đơn là tiếng Việt: **Chạy > Run All Cells**) trước rồi cuộn trở lên.
# %% id="setup" tags=["setup"]
import leadkit as lk
from leadkit.learn import ask, play, quiz

lk.setup("en")
# %% [markdown] id="broken-page" lang="en"
# ## 1. A page that sounds good
#
# Two departments may want the same and still think differently, says the article behind these lessons; what they need is a clear process with powers and duties.
# Its example: marketing owns the list of customers and answers for its standard, sales owns the selling, both report every day.
# All of it in writing, strictly kept, tied to pay and bonus, and with both asked before.
#
# *Retold from: C3 Group, "Sự khác nhau giữa sales và marketing, làm thế nào để phối hợp hiệu quả?"*
#
# An invented firm took this to heart and wrote a page on one evening:
#
# 1. Marketing hands on leads that meet **the usual standard**.
# 2. A lead with a chance of **9 %** or more goes to sales.
# 3. How many leads marketing brings **depends on the market**.
# 4. Sales makes the first call **as soon as it can**.
# 5. Where there is time for it, sales says **why** a lead was lost.
# 6. **Both heads** answer for the first call.
# 7. Marketing's bonus goes by the **number of leads**.
# 8. The page is looked at again **when somebody asks for it**.
#
# > **Try it.** Every sentence sounds fine, and in every one something is missing. Say of each what it is, before you read on. At the end of this lesson you will fill these eight holes.
# %% [markdown] id="broken-page" lang="vi" of="4efb9327"
# ## 1. Một trang giấy nghe rất ổn
#
# Bài viết làm nền cho các bài học này nhận xét: hai phòng có thể cùng mục tiêu mà vẫn nghĩ khác nhau; điều họ cần là một quy trình rõ ràng, có quyền hạn và trách nhiệm.
# Bài viết nêu ví dụ: marketing chủ trì danh sách khách và chịu trách nhiệm về quy chuẩn, sales chủ trì việc bán hàng, hai bên báo cáo hằng ngày.
# Tất cả được ghi thành văn bản, thực hiện nghiêm, gắn với lương thưởng, và cả hai bên đều được hỏi ý kiến trước.
#
# *Kể lại từ: C3 Group, "Sự khác nhau giữa sales và marketing, làm thế nào để phối hợp hiệu quả?".*
#
# Một công ty giả định làm theo, và viết xong một trang ngay trong một buổi tối:
#
# 1. Marketing chuyển sang những lead đạt **quy chuẩn như lâu nay**.
# 2. Lead có khả năng mua từ **9%** trở lên thì chuyển cho sales.
# 3. Marketing mang về bao nhiêu lead là **tùy thị trường**.
# 4. Sales gọi lần đầu **sớm nhất có thể**.
# 5. Khi có thời gian, sales cho biết **vì sao** mất lead.
# 6. **Cả hai trưởng phòng** cùng chịu trách nhiệm về cuộc gọi đầu.
# 7. Thưởng của marketing tính theo **số lead**.
# 8. Trang này được xem lại **khi có người đề nghị**.
#
# > **Thử ngay.** Câu nào nghe cũng ổn, và câu nào cũng thiếu một điều. Hãy nói từng câu thiếu gì rồi mới đọc tiếp. Cuối bài, bạn sẽ tự lấp tám chỗ trống này.
# %% [markdown] id="duties" lang="en"
# ## 2. Who answers for what
#
# The firm made a table of duties as well. Each cell holds a letter: **R** does the work, **A** answers for it, **C** is asked before, **I** is told after. Such a table is called RACI, after its letters.
#
# Three rules keep it from being decoration. Each duty has exactly **one A**: when it goes wrong, one name is called. Somebody has an **R**. And what binds both sides, such as the definition of a good lead, is not written by one of them alone.
# %% [markdown] id="duties" lang="vi" of="3f5a4359"
# ## 2. Ai chịu trách nhiệm việc gì
#
# Công ty cũng lập một bảng phân công. Mỗi ô là một chữ: **R** là người làm, **A** là người chủ trì và chịu trách nhiệm, **C** là người được hỏi ý kiến trước, **I** là người được báo lại sau. Bảng như vậy gọi là bảng phân công RACI, theo bốn chữ ấy.
#
# Ba quy tắc giữ cho bảng không chỉ để trưng bày. Mỗi việc có đúng **một chữ A**: khi có sự cố, chỉ gọi một tên. Phải có người mang chữ **R**. Và điều ràng buộc cả hai bên, như định nghĩa thế nào là lead tốt, thì không bên nào tự viết một mình.
# %% id="mend-duties"
ask("t08.1")
# %% [markdown] id="clock" lang="en"
# ## 3. A clock that stands still at night
#
# "Within 4 hours" is no promise before both know which hours count. The agreement counts **working hours**: the clock runs while sales is at work and stands still at night, on weekends and on holidays.
#
# > **Try it.** Hand off a lead late on a Friday, at night, before the holidays. Which hours count? What does a lunch break change?
# %% [markdown] id="clock" lang="vi" of="adc38efe"
# ## 3. Chiếc đồng hồ đứng yên ban đêm
#
# "Trong 4 giờ" chưa phải là cam kết khi hai bên chưa biết giờ nào được tính. Bản thỏa thuận tính theo **giờ làm việc**: đồng hồ chạy khi sales đang làm, và đứng yên ban đêm, cuối tuần, ngày lễ.
#
# > **Thử ngay.** Hãy bàn giao một lead vào cuối chiều thứ Sáu, vào ban đêm, vào ngày trước kỳ nghỉ lễ. Giờ nào được tính? Có nghỉ trưa thì khác gì?
# %% id="working-clock"
play("t08.clock")
# %% [markdown] id="due" lang="en"
# > **What this says.** Time that was used up is never given back: the clock goes on where it stopped. So the question is always the same: how much was used on the first day, and on which day does it run again?
#
# Now without the picture.
# %% [markdown] id="due" lang="vi" of="5587590d"
# > **Kết quả cho thấy.** Thời gian đã trôi qua không được tính lại từ đầu: đồng hồ chạy tiếp từ chỗ đã dừng. Vì vậy lúc nào cũng chỉ hỏi hai điều: ngày đầu đã dùng bao nhiêu giờ, và ngày nào đồng hồ chạy lại?
#
# Giờ không có hình nữa.
# %% id="deadline"
ask("t08.2")
# %% [markdown] id="bonus-sheet" lang="en"
# ## 4. What is paid
#
# The article ties the agreement to pay and bonus. Here is a quarter of an invented firm, worked out for marketing. Its bonus at the target is 20,000,000 ₫. Four results count, each in a straight line: at the start of payment it scores 0, at the target 1, never more than 1.2.
#
# | result | reached | payment starts at | target | score | weight | counts |
# |:---|---:|---:|---:|---:|---:|---:|
# | margin of both against plan | 0.94 | 0.70 | 1.00 | 0.800 | 50 % | 0.400 |
# | value of accepted leads against plan | 0.97 | 0.70 | 1.00 | 0.900 | 25 % | 0.225 |
# | leads that meet the standard | 0.93 | 0.80 | 0.95 | 0.867 | 15 % | 0.130 |
# | reports complete and on time | 0.90 | 0.60 | 0.90 | 1.000 | 10 % | 0.100 |
# | **together** | | | | | **100 %** | **0.855** |
#
# How the first score comes about: of the way from 0.70 to 1.00, which is 0.30, a part of 0.24 is done; 0.24 / 0.30 = 0.800.
# Marketing is paid 0.855 × 20,000,000 = **17,100,000 ₫**. Half of it hangs on the margin that both earn together.
# %% [markdown] id="bonus-sheet" lang="vi" of="a3097d25"
# ## 4. Thưởng bao nhiêu
#
# Bài viết gắn thỏa thuận với lương thưởng. Dưới đây là một quý của một công ty giả định, tính sẵn cho marketing. Mức thưởng khi đạt chỉ tiêu là 20.000.000 ₫. Có bốn kết quả được tính, mỗi kết quả theo đường thẳng: tại mức bắt đầu trả thì được 0 điểm, tại chỉ tiêu được 1, không bao giờ quá 1,2.
#
# | kết quả | đạt được | bắt đầu trả từ | chỉ tiêu | điểm | trọng số | góp vào |
# |:---|---:|---:|---:|---:|---:|---:|
# | lãi gộp chung so với kế hoạch | 0,94 | 0,70 | 1,00 | 0,800 | 50% | 0,400 |
# | giá trị lead được tiếp nhận so với kế hoạch | 0,97 | 0,70 | 1,00 | 0,900 | 25% | 0,225 |
# | lead đạt quy chuẩn | 0,93 | 0,80 | 0,95 | 0,867 | 15% | 0,130 |
# | báo cáo đầy đủ và đúng hạn | 0,90 | 0,60 | 0,90 | 1,000 | 10% | 0,100 |
# | **cộng lại** | | | | | **100%** | **0,855** |
#
# Điểm đầu tiên tính như sau: quãng đường từ 0,70 đến 1,00 dài 0,30, đã đi được 0,24; 0,24 / 0,30 = 0,800.
# Marketing được thưởng 0,855 × 20.000.000 = **17.100.000 ₫**. Một nửa số đó phụ thuộc vào lãi gộp mà hai bên cùng làm ra.
# %% [markdown] id="shrunk" lang="en"
# Now the sheet of sales; the scores are yours to find. One line is new: the wins are held against the wins that a fair score expects of these leads. As few wins may be luck, 20 are added above and below. This is called shrinking: 9 wins where 6 were expected count as (9 + 20) / (6 + 20) = 1.115, and 90 where 60 were expected as 1.375.
#
# | result | reached | payment starts at | target | score | weight |
# |:---|---:|---:|---:|---:|---:|
# | margin of both against plan | 0.94 | 0.70 | 1.00 | ? | 50 % |
# | wins against expected, shrunk | (78 + 20) / (96 + 20) | 0.70 | 1.00 | ? | 20 % |
# | first calls in time | 0.82 | 0.60 | 0.90 | ? | 20 % |
# | feedback given | 0.75 | 0.50 | 0.90 | ? | 10 % |
# %% [markdown] id="shrunk" lang="vi" of="d55e322d"
# Đến lượt bảng của sales; phần điểm dành cho bạn tìm. Có một dòng mới: số đơn chốt được đem so với số đơn mà một cách chấm điểm công bằng dự kiến từ chính các lead ấy. Vì ít đơn thì có thể chỉ là may rủi, ta cộng 20 vào cả tử số lẫn mẫu số. Cách này gọi là co về mức chung: 9 đơn khi dự kiến 6 được tính là (9 + 20) / (6 + 20) = 1,115, còn 90 đơn khi dự kiến 60 được tính là 1,375.
#
# | kết quả | đạt được | bắt đầu trả từ | chỉ tiêu | điểm | trọng số |
# |:---|---:|---:|---:|---:|---:|
# | lãi gộp chung so với kế hoạch | 0,94 | 0,70 | 1,00 | ? | 50% |
# | đơn chốt so với dự kiến, đã co | (78 + 20) / (96 + 20) | 0,70 | 1,00 | ? | 20% |
# | cuộc gọi đầu đúng hạn | 0,82 | 0,60 | 0,90 | ? | 20% |
# | phản hồi đầy đủ | 0,75 | 0,50 | 0,90 | ? | 10% |
# %% id="bonus-of-sales"
ask("t08.3")
# %% [markdown] id="game" lang="en"
# ## 5. Game it
#
# What is paid for is what gets done; and some of it is done only to be paid for. Three moves, each good for whoever makes it and bad for the firm, against three ways to pay:
#
# - **Volume, with a jump**: half a bonus for being there. Marketing gets the other half from 1,000 leads on; sales gets a quarter from a closing rate of 13 %, and a quarter from 90 % of first calls in time.
# - **Both paid alike**: both by the same count, the first calls in time as the CRM has them.
# - **Value, straight line, capped**: half for the common margin, half for what the side itself adds to it, as on the sheet above.
#
# > **Try it.** Before you choose a move, guess: which of the three will pay for it?
# %% [markdown] id="game" lang="vi" of="4f4af3c3"
# ## 5. Thử lách luật
#
# Trả thưởng cho cái gì thì người ta làm cái đó; và có việc chỉ được làm để lấy thưởng. Dưới đây là ba chiêu, chiêu nào cũng lợi cho người dùng và hại cho công ty, trước ba cách trả thưởng:
#
# - **Theo số lượng, có mốc nhảy**: có mặt là được nửa mức thưởng. Marketing được nửa còn lại khi đạt từ 1.000 lead; sales được một phần tư khi tỷ lệ chốt từ 13%, và một phần tư khi 90% cuộc gọi đầu đúng hạn.
# - **Hai bên trả như nhau**: cùng tính theo một con số, là số cuộc gọi đầu đúng hạn ghi trong CRM.
# - **Theo giá trị, đường thẳng, có trần**: một nửa theo lãi gộp chung, một nửa theo phần mỗi bên tự đóng góp, như bảng ở trên.
#
# > **Thử ngay.** Trước khi chọn một chiêu, hãy đoán: cách nào trong ba cách sẽ trả thưởng cho chiêu đó?
# %% id="game-it"
play("t08.game")
# %% [markdown] id="game-says" lang="en"
# > **What this says.** A jump pays for the last lead before it, however poor. The same formula for both is not fair but makes both push the same number. Value in a straight line pays for none of these three moves.
# > No sheet prevents everything: that a seller codes every loss as "bad lead" is found only by calling some buyers back, and that leads were returned too early only by working a few of them after all.
# %% [markdown] id="game-says" lang="vi" of="6317663c"
# > **Kết quả cho thấy.** Mốc nhảy trả tiền cho lead cuối cùng trước mốc, dù lead đó kém đến đâu. Cùng một công thức cho hai bên chưa phải là công bằng, mà khiến hai bên cùng chạy theo một con số. Tính theo giá trị, đường thẳng, thì không trả thưởng cho chiêu nào trong ba chiêu này.
# > Không bảng tính nào chặn được tất cả: nhân viên ghi mọi đơn mất là "lead kém" thì chỉ gọi lại một số khách mới biết; lead bị trả quá sớm thì chỉ khi đem vài lead ra chăm sóc lại mới biết.
# %% [markdown] id="fill" lang="en"
# ## 6. Fill the holes
#
# Back to the page of the first evening. Its eight holes are blanks now. Once none is open, the kit says below what it finds at fault: the file, the line, what is wrong. Unfold the file to look the line up. In your own firm `leadkit agreement check` says the same.
# %% [markdown] id="fill" lang="vi" of="579554f2"
# ## 6. Lấp các chỗ trống
#
# Quay lại trang giấy của buổi tối đầu tiên. Tám lỗ hổng giờ là tám chỗ trống để điền. Khi đã điền hết, bên dưới sẽ hiện những lỗi mà bộ công cụ tìm thấy: tên tệp, số dòng, sai ở đâu. Hãy mở tệp ra để xem đúng dòng ấy. Ở công ty bạn, lệnh `leadkit agreement check` cũng cho biết như vậy.
# %% id="complete"
ask("t08.4")
# %% [markdown] id="sign" lang="en"
# ## 7. Sign it, break it, see the audit
#
# A signature is a name, a role, a time, and the **fingerprint** of the text: 64 characters that come out differently as soon as one figure of the text does.
#
# > **Try it.** Audit the quarter before anybody has signed, and then sign for both. Go through what may happen, and look at the last story closely: somebody makes a broken promise look kept.
# %% [markdown] id="sign" lang="vi" of="3408bf1c"
# ## 7. Ký, vi phạm, rồi xem kết quả đối chiếu
#
# Một chữ ký gồm họ tên, chức danh, thời điểm và **mã nhận dạng** của văn bản: 64 ký tự, chỉ cần một con số trong văn bản đổi là mã này đổi theo.
#
# > **Thử ngay.** Hãy đối chiếu thử khi chưa ai ký, rồi ký cho cả hai bên. Hãy xem lần lượt các tình huống, và xem kỹ tình huống cuối: có người làm cho một cam kết không giữ được trông như đã giữ.
# %% id="sign-and-audit"
from leadkit.learn.lessons.signing import sign_and_audit

sign_and_audit()
# %% [markdown] id="audit-says" lang="en"
# > **What this says.** A lead that nobody ever touched counts as missed. Had only calls that were made been counted, the third story would look like the first: of those, 9 in 10 were in time.
# > *Broken, within luck* means: the number was missed, but by no more than chance could do. It is a reason to look, not to scold.
# > And whoever moves the goal after the game loses both signatures. Changing the page is allowed; it only takes both sides to sign again.
# %% [markdown] id="audit-says" lang="vi" of="c58e723d"
# > **Kết quả cho thấy.** Lead chưa ai liên hệ thì tính là không đạt. Nếu chỉ tính các cuộc đã gọi thì tình huống thứ ba trông giống hệt tình huống đầu: trong số đã gọi, cứ 10 cuộc có 9 cuộc đúng hạn.
# > *Không giữ được, có thể do may rủi* nghĩa là con số hụt thật, nhưng không hụt hơn mức mà ngẫu nhiên có thể gây ra. Đó là lý do để xem lại, chưa phải để trách.
# > Còn ai dời đích sau khi đã chạy xong thì mất cả hai chữ ký. Sửa văn bản là được phép; chỉ cần hai bên ký lại.
# %% [markdown] id="print" lang="en"
# ## 8. On paper
#
# Heads sign paper. In your own firm somebody who is used to a terminal does this once a quarter, and everybody else gets the page:
#
# | to | the command |
# |:---|:---|
# | draft the next agreement from what the data say | `leadkit agreement new BOOK` |
# | find what will not hold, line by line | `leadkit agreement check FILE` |
# | print it, in both languages side by side | `leadkit agreement render FILE -o page.pdf --side-by-side` |
# | sign it for one side | `leadkit agreement sign FILE --as sales --name NAME` |
# | say in words what changed | `leadkit agreement diff OLD NEW` |
# | hold both sides against their promises | `leadkit audit BOOK -o audit` |
# %% [markdown] id="print" lang="vi" of="3e1b4f24"
# ## 8. Trên giấy
#
# Các trưởng phòng ký trên giấy. Ở công ty bạn, người quen dùng dòng lệnh làm việc này mỗi quý một lần, còn mọi người nhận trang in:
#
# | để | lệnh |
# |:---|:---|
# | soạn bản thỏa thuận kế tiếp từ những gì dữ liệu cho thấy | `leadkit agreement new BOOK` |
# | tìm chỗ không đứng vững, theo từng dòng | `leadkit agreement check FILE` |
# | in ra, hai ngôn ngữ đặt cạnh nhau | `leadkit agreement render FILE -o page.pdf --side-by-side` |
# | ký cho một bên | `leadkit agreement sign FILE --as sales --name NAME` |
# | nói bằng lời những gì đã thay đổi | `leadkit agreement diff OLD NEW` |
# | đối chiếu hai bên với cam kết của mình | `leadkit audit BOOK -o audit` |
# %% [markdown] id="quiz" lang="en"
# ## 9. Two cases
# %% [markdown] id="quiz" lang="vi" of="7cbb9dbb"
# ## 9. Hai tình huống
# %% id="cases"
quiz("t08")
# %% [markdown] id="fair" lang="en"
# ## 10. A fair correction: pay can do harm, and one page may do
#
# The article wants the process in writing, strictly kept, and tied to pay. Two things belong beside it:
#
# - **Pay helps only where it cannot be gamed.** At one seller of software the commission rose with every further deal; sellers moved deals between quarters and gave rebates for it, at a cost of 6 to 8 % of revenue (Larkin, 2014).
# - **A small firm may need less.** Where a few people talk every day and keep their word, more rules do not help (Kotler, Rackham and Krishnaswamy, 2006). For them one page is enough: who answers, by when, and when it is looked at again.
# %% [markdown] id="fair" lang="vi" of="3eb8aa0e"
# ## 10. Nói lại cho công bằng: tiền thưởng có thể gây hại, và một trang có thể là đủ
#
# Bài viết muốn quy trình được ghi thành văn bản, thực hiện nghiêm và gắn với lương thưởng. Cần nói thêm hai điều:
#
# - **Gắn với thưởng chỉ có ích khi không lách được.** Ở một công ty bán phần mềm, hoa hồng tăng dần theo từng đơn; nhân viên dời đơn từ quý này sang quý khác và giảm giá để làm việc đó, khiến công ty mất từ 6 đến 8% doanh thu (Larkin, 2014).
# - **Công ty nhỏ có thể cần ít hơn.** Nơi vài người nói chuyện với nhau hằng ngày và giữ lời thì thêm quy định cũng không giúp gì (Kotler, Rackham và Krishnaswamy, 2006). Với họ, một trang là đủ: ai chịu trách nhiệm, hạn đến khi nào, và khi nào xem lại.
# %% [markdown] id="survey" lang="en"
# ## Where do we stand?
#
# Before the two sides write anything down, they can ask themselves how they see their work together: twenty statements, no name.
# What is worth talking about is not a low mark but a *gap*: where sales says 2 and marketing says 4, the two live in different firms.
# Your answers go into `survey-answers.csv` beside this lesson; whoever runs the survey puts everybody's rows into one table. Once five people of each side are in it, `leadkit survey read` says where they part; before that it says nothing.
# %% [markdown] id="survey" lang="vi" of="40f54c5a"
# ## Chúng ta đang đứng ở đâu?
#
# Trước khi viết ra điều gì, hai bên có thể tự hỏi mình nhìn việc chung thế nào: hai mươi câu, không ghi tên.
# Điều đáng bàn không phải là điểm thấp mà là *chênh lệch*: chỗ sales cho 2 mà marketing cho 4 thì hai bên như đang sống ở hai công ty khác nhau.
# Câu trả lời của bạn được ghi vào `survey-answers.csv` cạnh bài học này; người tổ chức khảo sát gom dòng của mọi người vào một bảng. Khi mỗi bên có đủ năm người, `leadkit survey read` cho biết hai bên khác nhau ở đâu; trước đó thì không nói gì.
# %% id="alignment-survey"
from leadkit.learn.survey_form import survey_form

survey_form()
# %% [markdown] id="recap" lang="en"
# ## What to take along
#
# One owner a duty, a clock in working hours, pay for value in a straight line with a cap.
# Both sides owe something.
# It is signed, dated, and looked at again.
#
# **On Monday you can** find any duty, limit or number in the signed agreement within a minute.
# %% [markdown] id="recap" lang="vi" of="669fd2dc"
# ## Điều cần nhớ
#
# Mỗi việc một người chủ trì, thời hạn tính theo giờ làm việc, thưởng theo giá trị, tuyến tính và có trần.
# Bên nào cũng có cam kết.
# Văn bản được ký, ghi ngày và rà soát định kỳ.
#
# **Thứ Hai tới, bạn có thể** tìm ra bất kỳ trách nhiệm, thời hạn hay con số nào trong bản thỏa thuận đã ký trong vòng một phút.
# %% [markdown] id="checklist" lang="en"
# ## For the manager
#
# Talk it over for five minutes, then sign. The new colleague can, without looking it up:
#
# - [ ] show in our agreement who answers for the first call, and within how many working hours it is due;
# - [ ] say when the first call is due for a lead handed off this Friday at 16:00;
# - [ ] name one thing that the other side owes us, and one that we owe it;
# - [ ] say what half of our bonus hangs on, and where its payment begins;
# - [ ] say what becomes of the signatures when somebody changes a number.
#
# Name, date, signature: ______________________
#
# **All lessons:** [Start here](00_start_here.ipynb). Back to [What is a good lead](t03_what_is_a_good_lead.ipynb), [Where to draw the line](t05_where_to_draw_the_line.ipynb) or [Talking both ways](t07_talking_both_ways.ipynb).
# The agreement of your own book: [Write and audit the agreement](a07_write_and_audit_the_agreement.ipynb).
# %% [markdown] id="checklist" lang="vi" of="536cb5e3"
# ## Dành cho người quản lý
#
# Trao đổi năm phút rồi ký. Không cần xem lại bài, đồng nghiệp mới có thể:
#
# - [ ] chỉ ra trong thỏa thuận của mình ai chủ trì cuộc gọi đầu, và phải gọi trong bao nhiêu giờ làm việc;
# - [ ] cho biết hạn gọi lần đầu của một lead được bàn giao lúc 16:00 thứ Sáu này;
# - [ ] kể một điều bên kia có nghĩa vụ với mình, và một điều mình có nghĩa vụ với bên kia;
# - [ ] cho biết một nửa tiền thưởng của mình phụ thuộc vào đâu, và bắt đầu được trả từ mức nào;
# - [ ] cho biết các chữ ký ra sao khi có người sửa một con số.
#
# Họ tên, ngày, chữ ký: ______________________
#
# **Mọi bài học:** [Bắt đầu từ đây](00_start_here.ipynb). Xem lại [Thế nào là một lead tốt](t03_what_is_a_good_lead.ipynb), [Đặt ngưỡng bàn giao ở đâu](t05_where_to_draw_the_line.ipynb) hoặc [Trao đổi hai chiều](t07_talking_both_ways.ipynb).
# Thỏa thuận cho sổ lead của bạn: [Soạn thỏa thuận và kiểm tra cam kết](a07_write_and_audit_the_agreement.ipynb).
