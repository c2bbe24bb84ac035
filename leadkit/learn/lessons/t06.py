"""Bad leads or bad selling: a mix that moves, three companies, luck, and leads of one's own."""

from __future__ import annotations

from leadkit.base.language import N_
from leadkit.learn.answers.fitting import chosen
from leadkit.learn.answers.kinds import Choice, Number, Table
from leadkit.learn.exercise import Exercise, Mistake
from leadkit.learn.lab import Lab, Slider, Switch
from leadkit.learn.lessons.dealing import DEALS, draw_deal, say_deal
from leadkit.learn.lessons.three_companies import COMPANIES, VIEWS, draw_company, say_company
from leadkit.learn.lessons.two_sources import (
    BEFORE,
    HUNDRED,
    NOW,
    SHARE_BEFORE,
    SHARE_NOW,
    by_rates,
    by_shares,
    draw_shares,
    fall,
    say_shares,
)
from leadkit.learn.lessons.verdicts import OPTIONS, RIGHT, ROWS, Points, first_slip

SHARE = Number(tolerance=0.05, share=True)
POINTS = Points(tolerance=0.05, unit=N_("points"))


EXERCISES = (
    Exercise(
        key="t06.1",
        question=N_(
            "Web leads rose from 20 % to 21 % won, ad leads from 4 % to 5 %. Web's share of the "
            "leads fell from 70 % to 30 %. What share of all leads is won now, in percent?"
        ),
        kind=SHARE,
        right=lambda: NOW.total(SHARE_NOW),
        why=N_(
            "It was 15.2 % before. Each source does better, and the total falls by more than a "
            "third: more of the leads now come from the source that always won less."
        ),
        hints=(
            N_("Think of 1,000 leads: how many of them come from web, how many from ads?"),
            N_("300 × 21 % + ..., and then divide by all of them."),
        ),
        solution=N_("Of 1,000 leads: 300 × 21 % = 63 and 700 × 5 % = 35. 98 of 1,000 are 9.8 %."),
        mistakes=(
            Mistake(
                "M56",
                N_("That is the plain mean of the two rates. But ads bring more leads than web."),
                SHARE.near((NOW.web + NOW.ads) / 2),
            ),
            Mistake(
                "M15",
                N_("Those are the old shares with the new rates: the mix has moved."),
                SHARE.near(NOW.total(SHARE_BEFORE)),
            ),
            Mistake(
                "M26",
                N_("That is the total of before. Nothing stays when the mix moves."),
                SHARE.near(BEFORE.total(SHARE_BEFORE)),
            ),
        ),
    ),
    Exercise(
        key="t06.2",
        question=N_(
            "The total fell. By how many points would it have fallen if only the shares had moved, "
            "and each source still won what it won before?"
        ),
        kind=POINTS,
        right=lambda: abs(by_shares()),
        why=N_(
            "The mix took 6.4 points, the better rates gave 1.0 back: 5.4 in all. So the question "
            "is not who sells badly. It is why the mix moved."
        ),
        hints=(
            N_("Keep the rates of before, and change only the shares."),
            N_("0.3 × 20 + 0.7 × 4, and hold that against 15.2."),
        ),
        solution=N_("0.3 × 20 + 0.7 × 4 = 8.8. Before it was 15.2: 8.8 − 15.2 = −6.4 points."),
        mistakes=(
            Mistake(
                "M23",
                N_("That is the whole fall. The rates are in it, and they rose."),
                POINTS.near(abs(fall())),
            ),
            Mistake(
                "M43",
                N_("That is the part of the rates. The question is about the shares."),
                POINTS.near(abs(by_rates())),
            ),
            Mistake(
                "M25",
                N_("Both changes were taken off. But the rates went up: they gave something back."),
                POINTS.near(abs(by_shares() - by_rates())),
            ),
        ),
    ),
    Exercise(
        key="t06.3",
        question=N_("Three companies, each 18 % short. Whose shortfall is it?"),
        kind=Table(ROWS, OPTIONS),
        right=lambda: RIGHT,
        why=N_(
            "A: every source won as before, and the shares moved to the weaker one. B: same "
            "leads, and only the team with the new script fell. C: with so few wins every story "
            "fits. Write down which campaign brings which lead, call in random order, and look "
            "again in a quarter."
        ),
        hints=(
            N_("For each company: which of the views changes the story?"),
            N_("How many wins is it about? Look at how wide the bar of the total is."),
        ),
        solution=N_(
            "A: the leads. B: selling. C: cannot tell; from −45 % to +21 % all is possible there."
        ),
        mistakes=(
            Mistake(
                "M23",
                N_("A: look by source. No source fell; their shares moved."),
                first_slip("A", ("selling",)),
            ),
            Mistake(
                "M24",
                N_("B: same leads as before, and by lot. Only the team with the new script fell."),
                first_slip("B", ("leads",)),
            ),
            Mistake(
                "M25",
                N_("C: 49 wins against 60. That is not proof of anything yet, for either side."),
                first_slip("C", ("leads", "selling")),
            ),
            Mistake(
                "M27",
                N_("A polite split is not a finding. It tells nobody what to change."),
                first_slip("ABC", ("half",)),
            ),
            Mistake(
                "M29",
                N_("With hundreds of wins it can be told here. One of the views tells it."),
                first_slip("AB", ("cannot tell",)),
            ),
        ),
    ),
    Exercise(
        key="t06.4",
        question=N_(
            "Twelve sellers had 45 leads each last quarter. Together they won 20 %; the best won "
            "30 %, the worst 11 %. What do you do?"
        ),
        kind=Choice(
            options=(
                ("A", N_("Send the worst one to a training, now")),
                ("B", N_("Ask the best one for the secret, and teach it to all")),
                ("C", N_("Nothing about persons yet: equal sellers look like this")),
                ("D", N_("Never compare people: figures cannot do them justice")),
            )
        ),
        right=lambda: "C",
        why=N_(
            "Nine wins are expected of each, and luck alone gives between 4 and 14. 30 % is 13 or "
            "14 wins, 11 % is 5: both lie inside."
        ),
        hints=(
            N_("Look at a few deals. How often do equal sellers look like this?"),
            N_("Turn both rates into wins. Does either lie outside the limits?"),
        ),
        solution=N_(
            "45 × 20 % = 9 wins expected; luck gives 4 to 14. 45 × 30 % = 13.5 and 45 × 11 % = 5: "
            "both inside."
        ),
        mistakes=(
            Mistake("M18", N_("5 wins of 45 lie inside the limits of luck."), chosen("A")),
            Mistake(
                "M17",
                N_("One good quarter. The next deal crowns somebody else."),
                chosen("B"),
            ),
            Mistake(
                "M29",
                N_("It can be done: over several quarters, and with limits around it."),
                chosen("D"),
            ),
        ),
    ),
    Exercise(
        key="t06.5",
        question=N_(
            "Won for each win expected: 0.88 with marketing's leads, 1.01 with those that sales "
            "found itself; both within about 0.22 either way. No column of the leads moved. What "
            "does that say?"
        ),
        kind=Choice(
            options=(
                ("A", N_("Selling got worse: no column of the leads moved")),
                ("B", N_("A hint at lead quality that no column shows; no proof")),
                ("C", N_("The market got worse: customers are more careful")),
                ("D", N_("Nothing: with ranges this wide nobody can learn")),
            )
        ),
        right=lambda: "B",
        why=N_(
            "The same people sold both. If they sold worse, or if the market were weak, their own "
            "leads would have fallen, too. The ranges overlap, so it is a hint: call 30 of "
            "marketing's leads and ask them."
        ),
        hints=(
            N_("Who sold both kinds of leads?"),
            N_("What would a bad market do to the leads that sales found itself?"),
        ),
        solution=N_(
            "Own leads stand as control: 1.01, so neither people nor market. Marketing's leads "
            "stand at 0.88, and the two ranges overlap: a hint, and a reason for a test."
        ),
        mistakes=(
            Mistake(
                "M25",
                N_("The same people sold their own leads as expected."),
                chosen("A"),
            ),
            Mistake("M24", N_("A weak market would pull both down."), chosen("C")),
            Mistake(
                "M29",
                N_("Weak evidence is still a reason for a test call of 30 leads."),
                chosen("D"),
            ),
        ),
    ),
)

LABS = (
    Lab(
        key="t06.shares",
        controls=(
            Slider(
                name="share",
                label=N_("Share of web leads, in %"),
                low=0,
                high=HUNDRED,
                start=SHARE_BEFORE,
            ),
            Switch(
                name="is_now",
                label=N_("Rates"),
                options=(
                    (False, N_("of the quarter before: web 20 %, ads 4 %")),
                    (True, N_("of this quarter: web 21 %, ads 5 %")),
                ),
                start=False,
            ),
        ),
        draw=draw_shares,
        say=say_shares,
    ),
    Lab(
        key="t06.companies",
        controls=(
            Switch(
                name="company",
                label=N_("Company"),
                options=tuple((name, name) for name in COMPANIES),
                start="A",
            ),
            Switch(name="view", label=N_("View"), options=VIEWS, start="total"),
        ),
        draw=draw_company,
        say=say_company,
    ),
    Lab(
        key="t06.sellers",
        controls=(Slider(name="deal", label=N_("Deal number"), low=1, high=DEALS, start=1),),
        draw=draw_deal,
        say=say_deal,
    ),
)
