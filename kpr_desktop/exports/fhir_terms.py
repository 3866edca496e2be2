"""The words of FHIR R4 that a case is told in: addresses, code systems, and what is ours among them.

National numbers: no-basis 2.2.2 and the naming systems of HL7 Norway. Our own addresses end in `.invalid`: they name
things and lead nowhere, because the program has no place on the net.
"""

from __future__ import annotations

from kpr_desktop.codebook.model import Item, ItemKind
from kpr_desktop.domain.identity import IdKind

OURS = "https://kpr-desktop.invalid/fhir"
QUESTIONNAIRE = f"{OURS}/Questionnaire/kartlegging"
SERIES = f"{OURS}/NamingSystem/assessment-series"
_NATIONAL = "urn:oid:2.16.578.1.12.4.1.1."
PATIENT_PROFILE = "http://hl7.no/fhir/StructureDefinition/no-basis-Patient"
NUMBER_TYPES = f"{_NATIONAL}8327"
ANY_NUMBER_TYPES = f"{_NATIONAL}9032"
NUMBERS = {
    IdKind.FNR: "urn:oid:2.16.578.1.12.4.1.4.1",
    IdKind.D: "urn:oid:2.16.578.1.12.4.1.4.2",
    IdKind.FH: "urn:oid:2.16.578.1.12.4.1.4.3",
    IdKind.DUF: "urn:oid:2.16.578.1.12.4.1.4.5",
}
HELP_NUMBER = "HNR"
TEST_SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
TEST_CODE = "HTEST"
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
RESTRICTED = "R"
GENDERS = {"0": "unknown", "1": "male", "2": "female", "9": "other"}

# What a response says beyond FHIR's own fields.
VERSION, VERSION_REASON, REASON = "assessment-version", "version-reason", "assessment-reason"
FINISHED_AT, CITIZEN_LANGUAGE = "finished-at", "citizen-language"
NOTE, ANSWERED_AT, DECIDING, CHANGE_REASON = "note", "answered-at", "deciding", "change-reason"
WAY, BASIS, BASIS_REASON, CONSENT = "known-by", "asked-on", "asked-why", "consent"
OWN, VIEW, WORDS = "own-answer", "own-view", "own-words"
HEAD_TYPES = {
    VERSION: "valuePositiveInt",
    VERSION_REASON: "valueString",
    REASON: "valueCode",
    FINISHED_AT: "valueDateTime",
    CITIZEN_LANGUAGE: "valueCode",
}
ITEM_TYPES = {
    NOTE: "valueString",
    ANSWERED_AT: "valueDateTime",
    DECIDING: "valueString",
    CHANGE_REASON: "valueString",
    WAY: "valueCode",
    BASIS: "valueCode",
    BASIS_REASON: "valueString",
    CONSENT: "valueString",
    OWN: "valueCode",
    VIEW: "valueCode",
    WORDS: "valueString",
}


def extension_url(name: str) -> str:
    """The address of one of our extensions."""
    return f"{OURS}/StructureDefinition/{name}"


def code_system(list_id: str) -> str:
    """The code system of a list or scale: the national list's OID, or an address of ours for a list of ours."""
    return f"{_NATIONAL}{list_id}" if list_id.isdigit() else f"{OURS}/CodeSystem/{list_id}"


def group_link(group: str) -> str:
    """The linkId of a group; no item's id has a full stop in it."""
    return f"group.{group}"


def field_link(item: str, field: str) -> str:
    """The linkId of one field of a repeating item."""
    return f"{item}.{field}"


def question_type(kind: str) -> str:
    """FHIR's type of an item or a field of ours."""
    if kind in ("date", ItemKind.DATE.value):
        return "date"
    if kind == ItemKind.ENTRIES.value:
        return "group"
    return "text" if kind == "text" else "choice"


def is_told(item: Item) -> bool:
    """Whether the item leaves the vault in a case: what the code book keeps local does not."""
    return not item.local
