"""Model folders: never unpickled, checked against their manifest, the same bytes every time."""

from __future__ import annotations

import io
import json
import platform
import re
import zipfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.files import fingerprint, write_json, write_table, write_text
from leadkit.base.language import _
from leadkit.book import Book, Reading
from leadkit.model.card import model_card

if TYPE_CHECKING:
    from leadkit.model.classifier import LeadQualityClassifier
    from leadkit.model.evaluation import Evaluation

TRUSTED = [
    "leadkit.model.classifier.LeadQualityClassifier",
    "functools.partial",
    "numpy.dtype",
    "scipy.interpolate._bsplines.BSpline",
    "scipy._lib.array_api_compat.numpy._aliases.asarray",
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.utils.validation.check_array",
]
LIBRARIES = ("scikit-learn", "skops", "numpy")
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class SavedModel:
    """A model folder read back.

    Attributes
    ----------
    name : str
        The folder's name.
    classifier : LeadQualityClassifier
        Fitted to every labelled turn; judge it by `metrics`, not on the leads in `trained_on`.
    predictions : DataFrame
        Out-of-time predictions: key, y, p, account, value, at, today.
    trained_on : set of str
        Keys of every turn it learned from.
    manifest, metrics : dict
        model.json and metrics.json.
    """

    name: str
    classifier: LeadQualityClassifier
    predictions: pd.DataFrame
    trained_on: frozenset[str]
    manifest: dict[str, Any]
    metrics: dict[str, Any]

    @property
    def trained_until(self) -> pd.Timestamp | None:
        """The moment its training data was taken; None where the data has no dates."""
        as_of = self.metrics["as_of"]
        return None if as_of is None else pd.Timestamp(as_of)

    @property
    def features(self) -> list[str]:
        """Columns the classifier needs."""
        return list(self.manifest["features"])

    @property
    def reading(self) -> Reading:
        """How the bare table it was trained on was read."""
        given: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in self.manifest["reading"].items()
        }
        return Reading(**given)


def save_model(
    evaluation: Evaluation, book: Book, folder: Path, *, reading: Reading | None = None
) -> None:
    """Write the model's card, metrics and predictions, and the refitted model where there is one.

    Parameters
    ----------
    evaluation : Evaluation
        The judged model.
    book : Book
        What it was trained on.
    folder : Path
        An existing folder.
    reading : Reading, optional
        How a bare table was read, so that later commands read it alike.
    """
    write_json(folder / "metrics.json", evaluation.to_dict())
    write_text(folder / "model-card.html", model_card(evaluation, book).html())
    write_table(folder / "predictions.csv", _as_text(evaluation.predictions))
    if evaluation.chosen is None:
        return
    (folder / "model.skops").write_bytes(dump(evaluation.refit()))
    write_table(folder / "trained-on.csv", pd.DataFrame({"key": sorted(evaluation.data.keys)}))
    manifest = {
        "format": 1,
        "features": list(evaluation.data.X.columns),
        "named_by_row": book.is_bare and "lead_id" not in book.roles,
        "is_bare": book.is_bare,
        "data_sha256": book.sha256,
        "reading": (reading or Reading()).to_dict(),
        "sha256": {
            name: fingerprint(folder / name)
            for name in ("model.skops", "predictions.csv", "trained-on.csv", "metrics.json")
        },
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in LIBRARIES},
        },
    }
    write_json(folder / "model.json", manifest)


def load_model(folder: Path) -> SavedModel:
    """Read a model folder.

    Raises
    ------
    BadInput
        If a file is missing or was changed after training, if the model holds types that leadkit
        does not write, or if another scikit-learn or skops wrote it.
    """
    manifest = _manifest(folder)
    for name, expected in manifest["sha256"].items():
        if not (folder / name).is_file() or fingerprint(folder / name) != expected:
            raise BadInput(
                _("the file is missing or was changed after training"),
                where=str(folder / name),
                fix=_("Train again with `leadkit train`."),
            )
    predictions = pd.read_csv(folder / "predictions.csv", dtype={"key": "str", "account": "str"})
    if "at" in predictions:
        predictions["at"] = pd.to_datetime(predictions["at"], utc=True)
    return SavedModel(
        name=folder.name,
        classifier=_load(folder / "model.skops", manifest),
        predictions=predictions,
        trained_on=frozenset(pd.read_csv(folder / "trained-on.csv", dtype="str")["key"]),
        manifest=manifest,
        metrics=json.loads((folder / "metrics.json").read_text(encoding="utf-8")),
    )


def _as_text(predictions: pd.DataFrame) -> pd.DataFrame:
    text = predictions.copy()
    if "at" in text and text["at"].notna().any():
        text["at"] = text["at"].dt.strftime("%Y-%m-%dT%H:%MZ")
    return text.dropna(axis="columns", how="all") if len(text) else text


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / "model.json"
    if not folder.is_dir():
        raise BadInput(_("the folder does not exist"), where=str(folder), fix=_("Check --model."))
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if manifest["format"] != 1 or not {"sha256", "features", "reading"} <= set(manifest):
            raise KeyError("format")
    except FileNotFoundError:
        raise BadInput(
            _("the folder holds no trained model (no model.json)"),
            where=str(folder),
            fix=_(
                "Give the folder that `leadkit train` wrote; with too little data there is none."
            ),
        ) from None
    except (json.JSONDecodeError, KeyError, TypeError, UnicodeDecodeError):
        raise BadInput(
            _("the manifest is damaged"),
            where=str(path),
            fix=_("Train again with `leadkit train`."),
        ) from None
    return manifest


def _load(path: Path, manifest: dict[str, Any]) -> LeadQualityClassifier:
    import skops.io as sio

    written = manifest.get("versions", {})
    differs = [name for name in ("scikit-learn", "skops") if written.get(name) != version(name)]
    if differs:
        raise BadInput(
            _("the model was written by another version of {names}").format(
                names=", ".join(differs)
            ),
            where=str(path),
            fix=_("Train again with `leadkit train`."),
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
        _("the model file holds types that leadkit does not write: {names}").format(
            names=", ".join(unknown)
        ),
        where=str(path),
        fix=_("Do not use it. Train again with `leadkit train`."),
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
