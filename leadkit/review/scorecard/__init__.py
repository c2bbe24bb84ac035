"""The scorecard both sides are paid by: results, their scores, the true-up, the back-test."""
