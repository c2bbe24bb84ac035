"""A simulated market whose truth is known: scenarios, the sample's recipe, the oracle."""

from leadkit.market.extract import extract
from leadkit.market.oracle import oracle
from leadkit.market.recipes import sample_market
from leadkit.market.scenarios import SCENARIOS, Scenario
from leadkit.market.simulate import simulate
from leadkit.market.truth import Truth

__all__ = ["SCENARIOS", "Scenario", "Truth", "extract", "oracle", "sample_market", "simulate"]
