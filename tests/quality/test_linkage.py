"""Precision and recall of pairs against known clusters, and against probabilistic linkage."""

import logging
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from leadkit.market import simulate
from leadkit.quality import Standard, emails, phones
from leadkit.quality.cells import Cells
from leadkit.quality.duplicates import _people, find_duplicates

TRUTH = Path(__file__).parents[2] / "data" / "samples" / "truth"
KINDS = ["duplicate_exact", "duplicate_near"]


def pairs_of(entity):
    table = pd.DataFrame({"entity": np.asarray(entity), "row": range(len(entity))})
    table = table[table["entity"].duplicated(keep=False)]
    both = table.merge(table, on="entity").query("row_x < row_y")
    return set(zip(both["row_x"], both["row_y"], strict=True))


def planted(leads, dirt):
    """Return every pair of one person's leads, and the pairs planted of each kind."""
    planted = dirt[dirt["kind"].isin(KINDS) & dirt["lead_id"].isin(leads["lead_id"])]
    place = pd.Series(range(len(leads)), index=leads["lead_id"].astype(object))
    rows = place[planted["lead_id"]].to_numpy(), place[planted["true_value"]].to_numpy()
    graph = coo_array((np.ones(len(planted)), rows), shape=(len(leads),) * 2)
    every = pairs_of(connected_components(graph, directed=False)[1])
    each = pd.Series([tuple(sorted(pair)) for pair in zip(*rows, strict=True)])
    return every, {kind: set(each[(planted["kind"] == kind).to_numpy()]) for kind in KINDS}


def shares(found, true):
    return len(found & true) / len(found), len(found & true) / len(true)


def test_precision_and_recall_on_the_sample(sample_book):
    [path] = TRUTH.glob("dirt.csv*")
    leads = sample_book.leads
    every, of_kind = planted(leads, pd.read_csv(path, dtype="str"))
    found = Cells(leads, Standard.default()).duplicates
    precision, recall = shares(pairs_of(found.entity), every)
    assert (precision > 0.99, recall > 0.99) == (True, True)
    assert len(every) > 500
    for kind in KINDS:
        assert shares(pairs_of(found.entity), of_kind[kind])[1] > 0.99, kind
    survivors = found.clusters.query("survivor")
    copies = set().union(*of_kind.values())
    assert not set(survivors["row"].map(leads.index.get_loc)) & {later for _first, later in copies}


@pytest.mark.parametrize(("scenario", "seed"), [("calm", 1), ("bad_leads", 9)])
def test_precision_and_recall_on_other_markets(scenario, seed):
    book, truth = simulate(scenario, n_leads=6_000, seed=seed)
    every, _of_kind = planted(book.leads, truth.dirt)
    found = Cells(book.leads, Standard.default()).duplicates
    assert min(shares(pairs_of(found.entity), every)) > 0.97


def test_not_worse_than_probabilistic_linkage(sample_book):
    [path] = TRUTH.glob("dirt.csv*")
    dirt = pd.read_csv(path, dtype="str")
    tests = dirt.loc[dirt["kind"] == "test", "lead_id"]
    leads = sample_book.leads[~sample_book.leads["lead_id"].isin(tests)].head(3_000)
    every, _of_kind = planted(leads, dirt)
    judged = emails(leads["email"]), phones(leads["phone"])
    ours = shares(pairs_of(find_duplicates(leads, *judged).entity), every)
    theirs = shares(pairs_of(linked_by_splink(leads, *judged)), every)
    assert min(theirs) > 0.9, "the oracle itself must be worth comparing with"
    assert ours[0] >= theirs[0] - 0.005
    assert ours[1] >= theirs[1] - 0.005


def linked_by_splink(leads, email, phone):
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.CRITICAL)
    names, firms = (np.append(words.spellings, None)[words.codes] for words in _people(leads))
    traits = ["segment", "role", "industry", "province"]
    table = pd.DataFrame(
        {
            "unique_id": range(len(leads)),
            "name": names,
            "firm": firms,
            "email": email.normalised.to_numpy(dtype=object),
            "phone": phone.normalised.to_numpy(dtype=object),
            **{trait: leads[trait].to_numpy(dtype=object) for trait in traits},
        }
    ).astype(object)
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on(column) for column in ("name", "firm", "email", "phone")
        ],
        comparisons=[
            compare.JaroWinklerAtThresholds("name", [0.95]),
            *map(compare.ExactMatch, ("firm", "email", "phone", *traits)),
        ],
    )
    linker = Linker(DuckDBAPI().register(table.where(table.notna(), None)), settings)
    train = linker.training
    sure = [block_on("phone"), block_on("email"), block_on("name", "firm")]
    train.estimate_probability_two_random_records_match(sure, recall=0.8)
    train.estimate_u_using_random_sampling(max_pairs=5e5, seed=1)
    for column in ("name", "phone"):
        train.estimate_parameters_using_expectation_maximisation(block_on(column))
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, 0.9)
    table = clusters.as_pandas_dataframe().set_index("unique_id").sort_index()
    return pd.factorize(table["cluster_id"])[0]
