"""The agreement as a paper to print and sign, in one language or in two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from leadkit.agreement import words
from leadkit.agreement.articles import articles
from leadkit.agreement.document import Agreement
from leadkit.agreement.paper import Paper, Signing, Told
from leadkit.agreement.parts import Signature
from leadkit.agreement.words import SIDES, Side
from leadkit.base.language import _, current, day, speaking


def agreement_page(agreement: Agreement, languages: Sequence[str] = ()) -> Paper:
    """Lay an agreement out as a paper to sign: numbered articles, promise by promise.

    Parameters
    ----------
    agreement : Agreement
        A draft, or signed by one side or both.
    languages : sequence of {"en", "vi"}
        Side by side in this order, clause by clause; default the reader's alone. What people wrote
        stays as they wrote it and stands once.

    Returns
    -------
    Paper
        Its signatures are filled in where they are given under this text, and struck out where
        they were given under another.
    """
    return Paper(
        agreement.title, tuple(_told(agreement, name) for name in languages or (current(),))
    )


def _told(agreement: Agreement, language: str) -> Told:
    with speaking(language):
        period = agreement.period
        named = _("Agreement {version} · text {sha256}")
        return Told(
            language=language,
            kind=_("Agreement between marketing and sales"),
            subtitle=_("{firm} · version {version} · {start} to {end}").format(
                firm=agreement.parties.firm,
                version=agreement.version,
                start=day(period.start),
                end=day(period.end),
            ),
            status=_status(agreement),
            articles=articles(agreement),
            read_and_agreed=_("Read and agreed"),
            columns=(_("Role"), _("Name"), _("Date"), _("Signature")),
            signings=tuple(line for side in SIDES for line in _signings(agreement, side)),
            footer=named.format(version=agreement.version, sha256=agreement.sha256),
            running=named.format(version=agreement.version, sha256=words.short(agreement.sha256)),
        )


def _status(agreement: Agreement) -> tuple[str, str]:
    signed = [side for side in SIDES if agreement.signature(side)]
    if agreement.is_signed:
        return _("Signed by both."), ""
    if agreement.void:
        gone = _("The signature of {name} ({role}) of {day} is void.")
        said = [
            gone.format(name=signature.name, role=signature.role, day=day(signature.at))
            for signature in agreement.void
        ]
        return _("Changed after it was signed."), " ".join(said)
    if not signed:
        return _("Draft."), _("Nobody has signed this text yet.")
    by = {"marketing": _("Signed by marketing only."), "sales": _("Signed by sales only.")}
    return by[signed[0]], _("It binds once both sides have signed.")


def _signings(agreement: Agreement, side: Side) -> list[Signing]:
    """Return a side's line: filled in, or blank below what was signed under another text."""
    given = agreement.signature(side)
    if given is not None:
        return [_filled_in(agreement, given, words.short(given.sha256))]
    void = [signature for signature in agreement.void if signature.side == side]
    mark = _("void: signed under another text, {sha256}")
    return [
        *(_filled_in(agreement, one, mark.format(sha256=words.short(one.sha256)), is_void=True)
          for one in void),
        Signing(str(getattr(agreement.parties, side))),
    ]  # fmt: skip


def _filled_in(
    agreement: Agreement, signature: Signature, mark: str, *, is_void: bool = False
) -> Signing:
    local = signature.at.astimezone(ZoneInfo(agreement.hours.timezone))
    return Signing(
        signature.role,
        signature.name,
        f"{day(local)} {local:%H:%M %Z}",
        mark,
        is_void=is_void,
    )
