"""Model folders: never unpickled, checked against their manifest, the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError, field_validator

from leadkit.base.errors import BadInput
from leadkit.base.files import fingerprint, write_json, write_table, write_text
from leadkit.base.language import _, number
from leadkit.base.plain_file import plain_bytes, read_json
from leadkit.book import Book, Reading
from leadkit.model.card.card import model_card
from leadkit.model.familiar import Familiar, familiar, probability
from leadkit.model.points.file import write_card

if TYPE_CHECKING:
    from leadkit.model.classifier import LeadQualityClassifier
    from leadkit.model.evaluation import Evaluation

TRUSTED = [
    "leadkit.model.calibrating.Calibration",
    "leadkit.model.classifier.LeadQualityClassifier",
    "leadkit.model.columns.Columns",
    "leadkit.model.encoding.Levels",
    "leadkit.model.encoding.Moment",
    "leadkit.model.encoding.Number",
    "leadkit.model.encoding.Words",
    "functools.partial",
    "numpy.dtype",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.utils.validation.check_array",
]
LIBRARIES = ("scikit-learn", "skops", "numpy")
HASHED = ("model.skops", "predictions.csv", "trained-on.csv", "metrics.json")
EPOCH = (1980, 1, 1, 0, 0, 0)


class Manifest(BaseModel):
    """The content of model.json: what the model needs and where it came from."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal[1] = 1
    features: tuple[str, ...]
    is_bare: bool
    named_by_row: bool
    data_sha256: str
    trained_until: AwareDatetime | None
    reading: Reading
    familiar: dict[str, Familiar] = {}
    probability: Familiar | None = None
    sha256: dict[str, str]
    versions: dict[str, str]

    @field_validator("sha256")
    @classmethod
    def _covers_every_file(cls, hashes: dict[str, str]) -> dict[str, str]:
        if set(hashes) != set(HASHED):
            raise ValueError(
                _("fingerprints of {names} are needed").format(names=", ".join(HASHED))
            )
        return hashes


@dataclass(frozen=True, repr=False)
class SavedModel:
    """A model folder read back.

    Attributes
    ----------
    name : str
        The folder's name.
    classifier : LeadQualityClassifier
        Fitted to every labelled turn; judge it by its metrics, not on the leads in `trained_on`.
    predictions : Series of float
        Out-of-time probabilities by key.
    points : Series of float
        What the points card of the same training period said of the same keys; missing where there
        was no card, and in models of before.
    trained_on : set of str
        Keys of every turn it learned from.
    verdict : str
        "usable" or "no usable signal", as metrics.json says.
    manifest : Manifest
        model.json.
    """

    name: str
    classifier: LeadQualityClassifier
    predictions: pd.Series[float]
    points: pd.Series[float]
    trained_on: frozenset[str]
    verdict: str
    manifest: Manifest

    def __repr__(self) -> str:
        return _("model {name}, trained on {n} leads: {columns} columns").format(
            name=self.name, n=number(len(self.trained_on)), columns=len(self.manifest.features)
        )


def save_model(
    evaluation: Evaluation, book: Book, folder: Path | str, *, reading: Reading | None = None
) -> None:
    """Write card, metrics, predictions and points card, and the refitted model where there is one.

    Parameters
    ----------
    evaluation : Evaluation
        The judged model.
    book : Book
        What it was trained on.
    folder : Path or str
        Made where it does not exist.
    reading : Reading, optional
        How a bare table was read, so that later commands read it alike.

    Examples
    --------
    >>> import tempfile
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample("small"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     lk.save_model(lk.evaluate(lk.training_set(book)), book, folder)
    ...     (Path(folder) / "model-card.html").exists()
    True
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "metrics.json", evaluation.to_dict())
    write_text(folder / "model-card.html", model_card(evaluation, book).html())
    write_table(folder / "predictions.csv", evaluation.predictions[["key", "y", "p", "points"]])
    if evaluation.points is not None:
        write_card(evaluation.points, folder / "points-card.toml")
    if evaluation.chosen is None:
        return
    model = evaluation.refit()
    (folder / "model.skops").write_bytes(dump(model))
    write_table(folder / "trained-on.csv", pd.DataFrame({"key": evaluation.keys()}))
    manifest = Manifest(
        features=tuple(evaluation.data.X.columns),
        is_bare=book.is_bare,
        named_by_row=book.is_bare and "lead_id" not in book.roles,
        data_sha256=book.sha256,
        trained_until=evaluation.data.as_of,
        reading=reading or Reading(),
        familiar=familiar(evaluation.data.X, model),
        probability=probability(evaluation.data.X, model),
        sha256={name: fingerprint(folder / name) for name in HASHED},
        versions={name: version(name) for name in LIBRARIES},
    )
    write_json(folder / "model.json", manifest.model_dump(mode="json"))


def load_model(folder: Path | str) -> SavedModel:
    """Read a model folder.

    Parameters
    ----------
    folder : Path or str
        What `save_model` or `leadkit train` wrote.

    Raises
    ------
    BadInput
        If a file is missing or was changed after training, if the model holds types that leadkit
        does not write, or if another scikit-learn or skops wrote it.

    Examples
    --------
    >>> import leadkit as lk
    >>> try:
    ...     lk.load_model("no-such-folder")
    ... except BadInput as error:
    ...     print(error.problem)
    the folder does not exist
    """
    folder = Path(folder)
    manifest = _manifest(folder)
    for name, expected in manifest.sha256.items():
        if not (folder / name).is_file() or fingerprint(folder / name) != expected:
            raise BadInput(
                _("the file is missing or was changed after training"),
                where=str(folder / name),
                fix=_retrain(),
            )
    predictions = _keyed(folder / "predictions.csv", "p").reindex(columns=["p", "points"])
    return SavedModel(
        name=folder.name,
        classifier=_load(folder / "model.skops", manifest),
        predictions=predictions["p"],
        points=predictions["points"],
        trained_on=frozenset(_keyed(folder / "trained-on.csv").index),
        verdict=read_json(folder / "metrics.json")["verdict"],
        manifest=manifest,
    )


def _keyed(path: Path, *needed: str) -> pd.DataFrame:
    """Return a table by key; keys never repeat."""
    try:
        table = pd.read_csv(path, dtype={"key": "str"}).set_index("key")
        if table.index.is_unique and {*needed} <= {*table}:
            return table
    except (KeyError, ValueError):
        pass
    raise BadInput(_("the file is damaged"), where=str(path), fix=_retrain())


def _manifest(folder: Path) -> Manifest:
    path = folder / "model.json"
    if not folder.is_dir():
        raise BadInput(_("the folder does not exist"), where=str(folder), fix=_("Check --model."))
    try:
        return Manifest.model_validate_json(plain_bytes(path))
    except FileNotFoundError:
        raise BadInput(
            _("the folder holds no trained model (no model.json)"),
            where=str(folder),
            fix=_(
                "Give the folder that `leadkit train` wrote; with too little data there is none."
            ),
        ) from None
    except ValidationError:
        raise BadInput(_("the manifest is damaged"), where=str(path), fix=_retrain()) from None


def _retrain() -> str:
    return _("Train again with `leadkit train`.")


def _load(path: Path, manifest: Manifest) -> LeadQualityClassifier:
    import skops.io as sio

    written = manifest.versions
    differs = [name for name in ("scikit-learn", "skops") if written.get(name) != version(name)]
    if differs:
        raise BadInput(
            _("the model was written by another version of {names}").format(
                names=", ".join(differs)
            ),
            where=str(path),
            fix=_retrain(),
        )
    try:
        unknown = [name for name in sio.get_untrusted_types(file=path) if name not in TRUSTED]
        if not unknown:
            model: LeadQualityClassifier = sio.load(path, trusted=TRUSTED)
            return model
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise BadInput(
            _("the model file is damaged"), where=str(path), fix=_("Train again.")
        ) from error
    raise BadInput(
        _("the model file holds types that leadkit does not write"),
        where=str(path),
        fix=_(
            "An earlier version wrote it, or somebody changed it: train again with `leadkit "
            "train`. The types: {names}."
        ).format(names=", ".join(unknown)),
    )


def dump(model: LeadQualityClassifier) -> bytes:
    """Return the model as skops writes it, with memory addresses renumbered in order."""
    import skops.io as sio

    source = zipfile.ZipFile(io.BytesIO(sio.dumps(model)))
    schema = source.read("schema.json").decode()
    numbers: dict[str, str] = {}
    for address in re.findall(r'"__id__": (\d+)|"(?:file|content)": "(\d+)\.', schema):
        numbers.setdefault(address[0] or address[1], str(len(numbers) + 1))
    schema = re.sub(r"\b\d{9,}\b", lambda found: numbers.get(found[0], found[0]), schema)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(source.namelist(), key=lambda name: _renamed(name, numbers)):
            content = schema.encode() if name == "schema.json" else source.read(name)
            archive.writestr(
                zipfile.ZipInfo(_renamed(name, numbers), EPOCH), content, zipfile.ZIP_DEFLATED
            )
    return target.getvalue()


def _renamed(name: str, numbers: dict[str, str]) -> str:
    stem, dot, suffix = name.partition(".")
    return numbers.get(stem, stem) + dot + suffix
