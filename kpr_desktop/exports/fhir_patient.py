"""The person of a file: a Patient with the identity numbers of no-basis, or the subject of a lone response."""

from __future__ import annotations

from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.identity import IdKind
from kpr_desktop.exports import fhir_terms as terms
from kpr_desktop.exports.fhir_node import Bad, Node
from kpr_desktop.usecases.case_records import ReadPerson

_PATIENT = (
    "resourceType", "id", "meta", "language", "text", "extension", "identifier", "active", "name", "telecom", "gender",
    "birthDate", "deceasedDateTime", "address", "maritalStatus", "communication", "managingOrganization",
)  # fmt: skip
_IDENTIFIER = ("id", "extension", "use", "type", "system", "value", "period", "assigner")
_SYSTEMS = {system: kind for kind, system in terms.NUMBERS.items()}
_SEXES = {gender: code for code, gender in terms.GENDERS.items()}
_AUTOMATIC = "auto"


def person_of(node: Node) -> ReadPerson:
    """The Patient. Raises Bad; what the values must be is checked as the person form checks them."""
    node.only(*_PATIENT)
    name, where = _official_name(node), dict[str, str]()
    form = {
        "given_name": " ".join(name.texts("given")),
        "family_name": name.text("family"),
        "birth_date": in_table(node.day("birthDate")),
        "death_date": in_table(node.day_or_moment("deceasedDateTime")),
        "sex": _SEXES.get(node.code("gender", set(_SEXES)), "0"),
        "phone": _phone(node),
        "protected": "1" if _restricted(node) else "",
    }
    where |= dict.fromkeys(("given_name", "family_name"), name.where)
    where |= {"birth_date": node.place("birthDate"), "death_date": node.place("deceasedDateTime")}
    where |= {"phone": node.place("telecom")}
    form |= _identity(node)
    form |= _address(node)
    where |= {"identity": node.place("identifier")}
    where |= dict.fromkeys(("line1", "line2", "postal_code", "place"), node.place("address"))
    return ReadPerson(node.where, node.id("id"), {k: v for k, v in form.items() if v}, where)


def subject_of(node: Node) -> ReadPerson:
    """The subject of a lone response: an identity number and nothing else, so the person must be there already."""
    identifier = node.node("identifier")
    if identifier is None:
        raise Bad(node.where, "fhir.subject_without_number")
    found = _number(identifier)
    return ReadPerson(node.where, "", found, {"identity": identifier.where})


def _official_name(node: Node) -> Node:
    names = node.nodes("name", 20)
    official = [n for n in names if n.text("use") == "official"] or names
    if not official:
        raise node.lacking("name")
    official[0].only("id", "extension", "use", "text", "family", "given", "prefix", "suffix", "period")
    return official[0]


def _identity(node: Node) -> dict[str, str]:
    found = [number for each in node.nodes("identifier", 50) if (number := _number(each))]
    if len(found) > 1:
        raise Bad(node.place("identifier"), "fhir.one_number")
    return found[0] if found else {}


def _number(node: Node) -> dict[str, str]:
    """Number and kind as the form has them; empty for a number of another kind than a person's identity."""
    node.only(*_IDENTIFIER)
    if node.text("use") == "old":
        return {}
    value, system = node.text("value", needed=True), node.text("system")
    if system in _SYSTEMS:
        return {"identity": value, "id_kind": _AUTOMATIC, "kind": _SYSTEMS[system].value}
    kind = node.node("type")
    for coding in kind.nodes("coding") if kind else []:
        told = (coding.text("system"), coding.text("code"))
        if told == (terms.NUMBER_TYPES, terms.HELP_NUMBER):
            return {"identity": value, "id_kind": _AUTOMATIC, "kind": IdKind.H.value}
        if told[0] == terms.ANY_NUMBER_TYPES:
            return {"identity": value, **_free_kind(coding, told[1])}
    return {}


def _free_kind(coding: Node, code: str) -> dict[str, str]:
    try:
        kind = IdKind.of_type_code(code)
    except ValueError:
        raise Bad(coding.place("code"), "fhir.code") from None
    return {"id_kind": kind.value if kind.is_free_text else _AUTOMATIC, "kind": kind.value}


def _phone(node: Node) -> str:
    held = [t for t in node.nodes("telecom", 20) if t.text("system") == "phone"]
    return held[0].text("value", needed=True) if held else ""


def _restricted(node: Node) -> bool:
    meta = node.node("meta")
    labels = meta.nodes("security") if meta else []
    return any(
        (each.text("system"), each.text("code")) == (terms.CONFIDENTIALITY, terms.RESTRICTED)
        for each in labels
    )


def _address(node: Node) -> dict[str, str]:
    held = node.nodes("address", 20)
    if not held:
        return {}
    lines = [*held[0].texts("line", 2), "", ""]
    return {
        "line1": lines[0],
        "line2": lines[1],
        "postal_code": held[0].text("postalCode"),
        "place": held[0].text("city"),
    }
