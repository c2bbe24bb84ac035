"""From any CRM's exports to a lead book, and back."""

from leadkit.crm.back import SCORED, own_map, screened_for_crm, to_crm
from leadkit.crm.drafting.draft import MapDraft, draft_map
from leadkit.crm.exporting import read_export
from leadkit.crm.forgetting.forgetting import Forgotten, forget
from leadkit.crm.imported import Imported
from leadkit.crm.mapping import ImportMap
from leadkit.crm.opening import opening
from leadkit.crm.reading import read_mapped
from leadkit.crm.taking.taken import Taken
from leadkit.crm.taking.taking import take_in

__all__ = [
    "Forgotten", "ImportMap", "Imported", "MapDraft", "SCORED", "Taken", "draft_map", "forget",
    "opening", "own_map", "read_export", "read_mapped", "screened_for_crm", "take_in", "to_crm",
]  # fmt: skip
