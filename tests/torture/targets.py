"""Every file that a command reads, beside a command that reads it."""

from __future__ import annotations

from hostile import Target

OUT = "out"
PAGE, TABLE = f"{OUT}.html", f"{OUT}.csv"
MONEY = ("--value", "12000000", "--cost", "1000000")
HOW = ("--outcome", "status", "--id", "lead_id", "--created", "created_at")
LAN = ("--as", "sales", "--name", "Lan")
SUNDAY = ("--ending", "2026-09-27")
AGREED = "book/agreements/2026Q3.toml"
POLICY = "book/policies/2026-06-30/policy.toml"
MODEL = "book/models/2026-06-30"
TAKEN = "taken/snapshots/*"

SCREEN = ("screen", "book", "-o", OUT)
REVIEW = ("review", "book", "-o", PAGE)
AUDIT = ("audit", "book", "-o", OUT)
SCORE = ("score", "book", "-o", TABLE)
SCORE_NEW = ("score", "new.csv", "--book", "book", "-o", TABLE)
TO_SALES = ("digest", "book", "--to", "sales", *SUNDAY, "-o", OUT)
TO_MARKETING = ("digest", "book", "--to", "marketing", *SUNDAY, "-o", OUT)
IMPORT = ("import", "hubspot.csv", "--map", "map.toml", "-o", OUT)
IMPORT_MORE = ("import", "hubspot.csv", "--map", "map.toml", "-o", "taken")
DECIDE = ("decide", "book", "--what", "Wait", "--side", "sales", "--owner", "Nam")
THRESHOLDS = ("thresholds", "book", *MONEY, "-o", OUT)
LOG = "book/scores.csv"

TARGETS = [
    *(
        Target(f"book/{name}", words, writes)
        for name, words, writes in [
            ("leads.csv", SCREEN, (OUT,)),
            ("leads.csv", REVIEW, (OUT,)),
            ("leads.csv", TO_SALES, (OUT,)),
            ("leads.csv", SCORE, (OUT, LOG)),
            ("leads.csv", ("dossier", "book", "--handed-off", "2026-09-24", "-o", OUT), (OUT,)),
            ("leads.csv", ("forget", "book", "L011126"), ("book/",)),
            ("leads.csv", ("agreement", "owed", "book", "--revenue", "2e9", "-o", OUT), (OUT,)),
            ("events.csv", AUDIT, (OUT,)),
            ("events.csv", ("scorecard", "book", "-o", OUT), (OUT,)),
            ("feedback.csv", ("feedback", "book", "-o", OUT), (OUT,)),
            ("scores.csv", REVIEW, (OUT,)),
            ("scores.csv", SCORE, (OUT, LOG)),
            ("scores.csv", ("model", "check", "book"), ()),
            ("plan.csv", ("review", "book", "--against", "plan", "-o", PAGE), (OUT,)),
            ("plan.csv", ("agreement", "owed", "book", "-o", OUT), (OUT,)),
            ("reports.csv", TO_MARKETING, (OUT,)),
            ("reports.csv", (*TO_SALES, "--sent"), (OUT, "book/reports.csv")),
            ("signals.csv", TO_SALES, (OUT,)),
            ("spend.csv", REVIEW, (OUT,)),
            ("book.toml", SCREEN, (OUT,)),
            ("book.toml", AUDIT, (OUT,)),
            ("standard.toml", SCREEN, (OUT,)),
            ("standard.toml", ("agreement", "new", "book", "--force"), ("book/agreements/",)),
            ("decisions.toml", ("decide", "book", "--check"), ()),
            ("decisions.toml", DECIDE, ("book/decisions.toml",)),
            ("decisions.toml", ("decide", "book", "--withdraw", "1"), ("book/decisions.toml",)),
            ("models/in-use.toml", ("model", "list", "book"), ()),
            ("models/in-use.toml", SCORE_NEW, (OUT, LOG)),
        ]
    ),
    Target(AGREED, ("agreement", "check", AGREED)),
    Target(AGREED, ("agreement", "diff", "old.toml", AGREED)),
    Target(AGREED, ("agreement", "render", AGREED, "-o", PAGE)),
    Target(AGREED, ("agreement", "new", "book"), ("book/agreements/",)),
    Target(AGREED, ("scorecard", "book", "-o", OUT)),
    Target(AGREED, TO_MARKETING),
    Target("unsigned.toml", ("agreement", "sign", "unsigned.toml", *LAN), ("unsigned",)),
    Target("old.toml", ("audit", "book", "--agreement", "old.toml", "-o", OUT)),
    Target(POLICY, SCORE, (OUT, LOG)),
    Target(POLICY, ("agreement", "new", "book"), ("book/agreements/",)),
    Target("policy.toml", (*THRESHOLDS, "--against", "policy.toml")),
    Target("policy.toml", ("score", "book", "--policy", "policy.toml", "-o", TABLE), (OUT, LOG)),
    Target(f"{MODEL}/model.skops", SCORE, (OUT, LOG)),
    Target(f"{MODEL}/model.json", SCORE, (OUT, LOG)),
    Target(f"{MODEL}/model.json", ("model", "use", "book", "--newest"), ("book/models/in-use",)),
    Target(f"{MODEL}/metrics.json", ("model", "list", "book")),
    Target(f"{MODEL}/metrics.json", SCORE, (OUT, LOG)),
    Target(f"{MODEL}/trained-on.csv", THRESHOLDS),
    Target(f"{MODEL}/predictions.csv", ("model", "check", "book")),
    Target("model/model.skops", ("score", "new.csv", "--model", "model", "-o", TABLE)),
    Target("segments.csv", (*THRESHOLDS, "--segments", "segments.csv")),
    Target("trial.toml", ("trial", "book", "--plan", "trial.toml", "-o", OUT)),
    Target("new.csv", SCORE_NEW, (OUT, LOG)),
    Target("new.csv", ("train", "new.csv", *HOW, "-o", OUT)),
    Target("new.csv", ("review", "new.csv", *HOW, "-o", PAGE)),
    Target("new.xlsx", ("screen", "new.xlsx", "-o", OUT)),
    Target("new.xlsx", ("score", "new.xlsx", "--model", "model", "-o", f"{OUT}.xlsx")),
    Target("new.xlsx", ("map", "new.xlsx", "-o", f"{OUT}.toml")),
    Target("new.parquet", ("screen", "new.parquet", "-o", OUT)),
    Target("new.parquet", ("score", "new.parquet", "--model", "model", "-o", f"{OUT}.parquet")),
    Target("parts/1.parquet", ("screen", "parts", *MONEY, "-o", OUT)),
    Target("parts/1.parquet", ("score", "parts", "--model", "model", "-o", f"{OUT}.parquet")),
    Target("hubspot.csv", ("map", "hubspot.csv", "-o", f"{OUT}.toml")),
    Target("hubspot.csv", IMPORT),
    Target("hubspot.csv", IMPORT_MORE, ("taken/",)),
    Target("map.toml", IMPORT),
    Target(f"{TAKEN}/leads.csv", IMPORT_MORE, ("taken/",)),
    Target(f"{TAKEN}/snapshot.toml", IMPORT_MORE, ("taken/",)),
    Target(f"{TAKEN}/map.toml", IMPORT_MORE, ("taken/",)),
    Target("taken/book.toml", IMPORT_MORE, ("taken/",)),
    Target("answers.csv", ("screen", "book", "--audit-answers", "answers.csv", "-o", OUT)),
    Target("survey.csv", ("survey", "read", "survey.csv", "-o", OUT)),
    Target("review.json", ("decide", "book", "--since", "review.json")),
    Target("names.txt", ("lab", "--class", "sitting", "--names", "names.txt"), ("sitting",)),
    Target("class/class.json", ("grade", "class", "-o", TABLE)),
    Target("class/01-An/learner.json", ("grade", "class", "-o", TABLE)),
    Target("class/01-An/progress.jsonl", ("grade", "class", "-o", TABLE)),
    Target("class/01-An/en/t01.ipynb", ("grade", "class", "-o", TABLE)),
]  # fmt: skip
