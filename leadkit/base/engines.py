"""The same work on many items, done by the workers of a Dask or a Spark cluster."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from leadkit.base.errors import BadInput, LeadkitError
from leadkit.base.language import _, current, speaking

Item = TypeVar("Item")
Result = TypeVar("Result")
LOCAL = "local"
LOOPBACK = "127.0.0.1"
TRIES = 4
CLUSTER_OF_DASK, MASTER_OF_SPARK = "DASK_SCHEDULER_ADDRESS", "SPARK_MASTER"
SUBMITTED = {"PYSPARK_GATEWAY_PORT", "PYSPARK_SUBMIT_ARGS"}


@dataclass(frozen=True)
class Refusal:
    """What a worker found wrong with the data, on its way back."""

    problem: str
    where: str
    fix: str


def mapped(work: Callable[[Item], Result], items: Sequence[Item], engine: str) -> Iterator[Result]:
    """Do the same work on every item, on the workers of a cluster.

    A worker that is lost has its work done again by another, a few times.

    Parameters
    ----------
    work : callable
        Can be pickled, and gives the same when it is done twice. What it returns comes back to
        this process, so that should be small: a path, counts.
    items : sequence
        What to work on, small too.
    engine : {"dask", "spark"}
        Dask: the cluster that DASK_SCHEDULER_ADDRESS names, else one of this machine. Spark: the
        session of this process, the master that SPARK_MASTER or spark-submit names, else one of
        this machine.

    Yields
    ------
    result
        In the order of the items.

    Raises
    ------
    BadInput
        If a worker says so, the engine is not installed, or the work was given up.
    """
    for answer in ENGINES[engine](partial(told, work, current()), items):
        if isinstance(answer, Refusal):
            raise BadInput(answer.problem, where=answer.where, fix=answer.fix)
        yield answer


def told(work: Callable[[Item], Result], language: str, item: Item) -> Result | Refusal:
    """Do the work at a worker, in the reader's language; return what it finds wrong."""
    with speaking(language):
        try:
            return work(item)
        except LeadkitError as error:
            return Refusal(error.problem, error.where, error.fix)


def _on_dask(work: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
    try:
        import distributed
    except ImportError:
        raise _not_installed("dask") from None
    of: Any = distributed
    with (
        _giving_up("Dask"),
        _dask_cluster(of, len(items)) as cluster,
        of.Client(cluster) as client,
    ):
        _refuse_other_versions(client.get_versions(packages=["leadkit"]))
        for future in client.map(work, items, pure=False):
            yield future.result()


def _refuse_other_versions(found: dict[str, Any]) -> None:
    """Refuse a cluster whose machines cannot do the work as this one would."""
    own = found["client"]["packages"]["leadkit"]
    there = {"scheduler": found["scheduler"], **found["workers"]}
    for name, machine in there.items():
        other = machine["packages"].get("leadkit")
        if other != own:
            raise BadInput(
                _("the cluster needs leadkit {own} everywhere, and has there: {other}").format(
                    own=own, other=other or _("none")
                ),
                where=name,
                fix=_("Install the same version for scheduler and workers, then run again."),
            )


@contextmanager
def _dask_cluster(of: Any, n: int) -> Iterator[Any]:
    """Return the cluster that is named, else one of this machine for as long as it is needed."""
    named = os.environ.get(CLUSTER_OF_DASK)
    if named:
        yield named
        return
    with of.LocalCluster(
        n_workers=min(n, os.cpu_count() or 1),
        threads_per_worker=1,
        host=LOOPBACK,
        dashboard_address=None,
        silence_logs=logging.CRITICAL,
    ) as cluster:
        yield cluster


def _on_spark(work: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a pandas newer than it was tried with
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise _not_installed("spark") from None
        with _giving_up("Spark"):
            running = SparkSession.getActiveSession()
            session = running or _spark_session(SparkSession.builder)
    try:
        with _giving_up("Spark"):
            context = session.sparkContext
            yield from context.parallelize(items, len(items)).map(work).collect()
    finally:
        if running is None:
            session.stop()


def _spark_session(builder: Any) -> Any:
    """Start Spark where the environment says, else on this machine alone, and in silence."""
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise BadInput(
            _("Spark needs Java 17 or later, and there is none"),
            fix=_("Install it (on Debian: apt-get install default-jre-headless), or use dask."),
        )
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    settings |= {"spark.app.name": "leadkit", "spark.log.level": "OFF"}
    if master := os.environ.get(MASTER_OF_SPARK):
        settings["spark.master"] = master
    elif not SUBMITTED & os.environ.keys():
        os.environ.setdefault("SPARK_LOCAL_IP", LOOPBACK)
        settings["spark.master"] = f"local[{os.cpu_count() or 1},{TRIES}]"
        settings |= {"spark.driver.host": LOOPBACK, "spark.driver.bindAddress": LOOPBACK}
    return builder.config(map=settings).getOrCreate()


def _not_installed(engine: str) -> BadInput:
    return BadInput(
        _("the engine {engine} is not installed").format(engine=engine),
        fix=f"pip install 'leadkit[{engine}]'",
    )


@contextmanager
def _giving_up(engine: str) -> Iterator[None]:
    """Say in one sentence that an engine failed, whatever it says itself."""
    try:
        yield
    except LeadkitError:
        raise
    except Exception as error:
        raise BadInput(
            _("{engine} gave the work up: {why}").format(engine=engine, why=type(error).__name__),
            fix=_(
                "Nothing was written. See whether the cluster answers and what ended its workers "
                "(most often: too little memory), or run it without --engine."
            ),
        ) from error


ENGINES: dict[str, Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]] = {
    "dask": _on_dask,
    "spark": _on_spark,
}
