# %% [markdown] id="title"
# # Choose the threshold
#
# Marketing can hand every lead to sales, or only those with a fair chance of buying.
# Every handoff costs sales time; every good lead kept back costs a sale.
# **At the end you will have drawn the line in money, and you will know how sure that line is.**
# %% id="setup" tags=["setup"]
# %matplotlib inline
import leadkit as lk
from leadkit.base import figure

figure.setup()
# %% [markdown] id="book"
# ## 1. The book
#
# The sample is an invented firm that sells software and training to small firms.
# Before anything else, each lead is screened by the standard that both teams wrote down.
# %% id="screen"
book = lk.read_book(lk.sample())
screening = lk.screen(book, lk.Standard.load(lk.sample() / "standard.toml"))
screening
# %% [markdown] id="screen-says"
# > **What this says.** Every row is either accepted or set aside, and each row set aside has its reasons.
# > Only accepted leads go on.
# %% [markdown] id="model"
# ## 2. What is a lead's chance?
#
# The model learns from leads whose outcome is known, and is judged on *later* leads it has never seen.
# Columns that nobody could have known at handoff are kept from it.
# %% id="evaluate"
data = lk.training_set(screening.accepted)
report = lk.evaluate(data)
report
# %% id="reliability"
ax = report.plot()
# %% [markdown] id="reliability-says"
# > **What this says.** Where the steps follow the thin line, "20 %" means that about 20 of 100 such leads bought.
# > A line drawn in money needs exactly that.
# %% [markdown] id="money"
# ## 3. What is a lead worth, and what does it cost?
#
# These four figures are yours to give; leadkit has no default for any of them.
# A win's value is its margin, not its price.
# %% id="economics"
terms = lk.Economics(
    value=12_000_000, cost=1_000_000, hours=3, capacity=1_000, per="month", currency="VND"
)
print(terms.sentence())
# %% [markdown] id="curve"
# ## 4. The line
# %% id="curve-picture"
curve = lk.handoff_curve(report.predictions, terms)
ax = curve.plot()
# %% [markdown] id="choice"
# ## 5. The choice, and its rivals
#
# The line is compared with what other people would do: hand off everyone, take the best few, follow today's rule.
# %% id="choose"
choice = curve.choose()
choice
# %% id="sentence"
print(choice.sentence())
# %% [markdown] id="try"
# ## 6. Try it
#
# > **Try it.** Suppose working a lead cost twice as much. Where would the line lie then?
# > Change the figures below and run the cell again (Shift+Enter).
# %% id="what-if"
dearer = lk.Economics(value=12_000_000, cost=2_000_000, hours=3, currency="VND")
print(lk.handoff_curve(report.predictions, dearer).choose().sentence())
# %% [markdown] id="limits"
# ## What it cannot tell
#
# - Leads that were never handed off have no outcome. The picture shows them as bounds, not as a line.
# - The score says who will buy after a handoff. What sales' time *adds* is the difference from buying without it.
# - A flat curve is flat: inside the yellow zone, choose what is easiest to agree on.
#
# **Next:** take the line to the quarterly review (`leadkit review`), where both teams sign it.
