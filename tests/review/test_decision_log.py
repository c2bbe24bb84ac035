import hashlib
import tomllib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_decisions import decision, made, unlinked

from leadkit.review import add_decision
from leadkit.review.decisions.log import DecisionLog, read_log, withdraw
from leadkit.review.decisions.sealing import resealed


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return made(tmp_path_factory.mktemp("log"), "one", "two", "three", "four")


def test_a_fingerprint_is_that_of_the_entry_and_of_what_stood_before(log):
    text = (
        '{"after": "", "before": "2026Q1", "hours": 4.0, "judge_in": "2026Q2", "measure": '
        '"called_in_time", "on": "2026-06-08", "owner": "Head of sales", "side": "sales", '
        '"target": 0.5, "what": "one"}'
    )
    assert log.fingerprints[0] == hashlib.sha256(text.encode()).hexdigest()
    assert [one.after for one in log.entries] == ["", *log.fingerprints[:-1]]
    assert (log.last, log.state, log.breaks) == (log.fingerprints[-1], "whole", ())
    assert log.sentence().startswith("The log holds 4 entries")
    assert log.fingerprints[-1][:12] in log.sentence()
    assert log.table["fingerprint"].tolist() == list(log.fingerprints)


def linked(entries):
    """Link entries as a forger would who knows how."""
    done = []
    for one in entries:
        after = DecisionLog(entries=tuple(done)).fingerprints[-1:] or ("",)
        done.append(one.model_copy(update={"after": after[0]}))
    log = DecisionLog(entries=tuple(done))
    return DecisionLog(entries=log.entries, last="".join(log.fingerprints[-1:]))


@settings(max_examples=30)
@given(data=st.data())
def test_whatever_is_removed_changed_or_moved_is_found(log, data):
    entries = list(log.entries)
    place = data.draw(st.integers(0, 3))
    what = data.draw(st.sampled_from(["remove", "change", "swap", "cut", "unlink and change"]))
    if what == "remove":
        del entries[place]
    elif what == "cut":
        del entries[place:]
    elif what == "swap":
        other = data.draw(st.integers(0, 3).filter(lambda one: one != place))
        entries[place], entries[other] = entries[other], entries[place]
    else:
        after = {"after": ""} if what == "unlink and change" else {}
        name, value = data.draw(
            st.sampled_from([("target", 0.4), ("what", "One"), ("owner", "x"), ("hours", 5.0)])
        )
        entries[place] = entries[place].model_copy(update={name: value, **after})
    found = DecisionLog(entries=tuple(entries), last=log.last)
    assert found.state == "broken"
    assert "other than by leadkit decide" in found.sentence()
    forged = linked(entries)
    assert forged.state in ("whole", "empty")
    assert not forged.holds(4, log.last)
    assert log.holds(4, log.last)


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ([0, 1, 2], "No. 3, the last, was changed, or what stood after it was removed"),
        ([1, 2, 3], "What stood before no. 1 was removed"),
        ([0, 1, 3], "No. 2 was changed, or what stood between no. 2 and no. 3 was removed"),
        ([], "Every entry was removed"),
    ],
)
def test_the_place_of_a_removal_is_named(log, kept, words):
    found = DecisionLog(entries=tuple(log.entries[at] for at in kept), last=log.last)
    assert words in found.sentence()


def test_an_old_file_is_not_chained_until_one_is_added_and_then_whole(tmp_path, log):
    old = tuple(map(unlinked, log.entries))
    assert (DecisionLog(entries=old).state, DecisionLog(entries=old).unchained) == (
        "not chained",
        4,
    )
    add_decision(tmp_path, decision(what="one"))
    path = tmp_path / "decisions.toml"
    without = [line for line in path.read_text().splitlines() if not line.startswith("last")]
    path.write_text("\n".join(without) + "\n")
    assert read_log(tmp_path).state == "not chained"
    assert "not chained" in read_log(tmp_path).sentence()
    add_decision(tmp_path, decision(what="two"))
    assert read_log(tmp_path).state == "whole"
    path.write_text(path.read_text().replace('"one"', '"One"'))
    assert read_log(tmp_path).breaks[0] == (2, "before")


def test_one_added_by_hand_is_said_and_sealed_by_the_next(tmp_path):
    made(tmp_path, "one")
    path = tmp_path / "decisions.toml"
    block = path.read_text().split("[[decisions]]")[1].replace("one", "by hand")
    path.write_text(path.read_text() + "\n[[decisions]]" + block)
    assert (read_log(tmp_path).state, read_log(tmp_path).unchained) == ("not chained", 1)
    assert "added by hand" in read_log(tmp_path).sentence()
    assert made(tmp_path, "three").state == "whole"


@pytest.mark.parametrize("spoil", ["the last entry", "the head line too"])
def test_a_broken_chain_is_not_healed_by_the_next_entry(tmp_path, spoil):
    made(tmp_path, "one", "two", "three")
    path = tmp_path / "decisions.toml"
    text = path.read_text().rpartition("[[decisions]]")[0]
    if spoil == "the head line too":
        text = "\n".join(line for line in text.splitlines() if not line.startswith("last")) + "\n"
    path.write_text(text)
    assert read_log(tmp_path).state == "broken"
    assert made(tmp_path, "four", "five").breaks == ((3, "before"),)


def test_what_leadkit_itself_erases_leaves_the_chain_whole(tmp_path):
    made(tmp_path, "Ring +84 912", "two")
    withdraw(tmp_path, 1, because="Rang +84 912", on=date(2026, 6, 20))
    add_decision(tmp_path, decision(what="four"))
    path = tmp_path / "decisions.toml"
    with resealed(tmp_path):
        path.write_text(path.read_text().replace("+84 912", "…"))
    found = read_log(tmp_path)
    assert (found.state, found.entries[0].what) == ("whole", "Ring …")
    assert found.entries[2].withdraws == found.fingerprints[0]
    content = path.read_bytes()
    with resealed(tmp_path):
        pass
    assert path.read_bytes() == content
    path.write_text(path.read_text().replace("two", "2"))
    with resealed(tmp_path):
        path.write_text(path.read_text().replace("four", "4"))
    assert read_log(tmp_path).state == "broken"


def test_the_head_keeps_the_comments_and_the_last_fingerprint(tmp_path):
    path = tmp_path / "decisions.toml"
    path.write_text("# ours\nformat = 1  # the first\n\n# below: what we decided\n")
    log = made(tmp_path, "one", "two")
    text = path.read_text()
    assert tomllib.loads(text)["last"] == log.fingerprints[-1]
    assert "# ours\nformat = 1  # the first\n" in text
    assert "# below: what we decided" in text
