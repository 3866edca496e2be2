"""Our schema against the register's: mutated messages, so that ours refuses whatever the register's refuses."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from lxml import etree

from kpr_desktop.codebook.resources import resource
from kpr_desktop.exports.kpr56 import NAMESPACE, Kpr56, field_table
from tests.exports.samples import corrections, message

N = f"{{{NAMESPACE}}}"
Mutation = Callable[[Random, Any], None]
"""Changes the tree it is given. Elements are Any: the stubs make much of comments and instructions."""
COUNT = 1000


def elements(root: Any) -> list[Any]:
    return [each for each in root.iter() if isinstance(each.tag, str)]


def some(random: Random, root: Any) -> Any:
    return random.choice(elements(root))


def inner(random: Random, root: Any) -> Any:
    return random.choice(elements(root)[1:])


def holding(random: Random, root: Any, *attributes: str) -> tuple[Any, str]:
    return random.choice([(each, a) for each in elements(root) for a in attributes if a in each.attrib])


def attribute_removed(random: Random, root: Any) -> None:
    element = random.choice([each for each in elements(root) if each.attrib])
    del element.attrib[random.choice(list(element.attrib))]


def attribute_renamed(random: Random, root: Any) -> None:
    element = random.choice([each for each in elements(root) if each.attrib])
    name = random.choice(list(element.attrib))
    value = element.attrib.pop(name)
    element.set(random.choice([name.upper(), f"{name}2", name[:-1], f"{N}{name}"]), value)


def attribute_added(random: Random, root: Any) -> None:
    some(random, root).set(
        random.choice(["ukjent", "id", "kontPerson", "fid", "versjon", "midlertidigStoppID"]), "1"
    )


def attribute_prohibited(random: Random, root: Any) -> None:
    name, attribute = random.choice(field_table().prohibited)
    element = random.choice([each for each in elements(root) if each.tag == f"{N}{name}"])
    element.set(attribute, random.choice(["2026-01-01", "1", "4201", "974760673"]))


def guid_broken(random: Random, root: Any) -> None:
    element, name = holding(
        random,
        root,
        "notifikasjonGUID",
        "notifikasjonForrigeGUID",
        "notifikasjonRef",
        "hendelseGUID",
        "pasientGUID",
    )
    value = element.get(name)
    bad = [
        "",
        value[:-1],
        f"{value}0",
        f"{{{value}}}",
        f"{{{value}",
        f"{value}}}",
        value.replace("-", ""),
        f"g{value[1:]}",
        "x",
    ]
    element.set(name, random.choice(bad))


def day_broken(random: Random, root: Any) -> None:
    element, name = holding(random, root, "hendelseDato")
    bad = ["", "2026-02-30", "2026-13-01", "26-01-01", "01.02.2026", "2026-01-01T10:00:00", "2026-1-1", "2026-01-01+01:00", "-2026-01-01", "2026-00-10", "20260101"]  # fmt: skip  # noqa: E501
    element.set(name, random.choice(bad))


def time_broken(random: Random, root: Any) -> None:
    element, name = holding(random, root, "hendelseRegTid", "notifikasjonTid")
    bad = ["", "2026-01-01", "2026-02-30T10:00:00+01:00", "2026-01-01T25:00:00+01:00", "2026-01-01 10:00:00", "2026-01-01T10:60:00Z", "2026-01-01T10:00Z", "2026-01-01T10:00:00+15:00", "2026-01-01T10:00:00", "2026-01-01T10:00:00.5Z", "2026-01-01T24:00:00Z", "2026-01-01T10:00:61Z", "2026-01-01T10:00:00+1:00"]  # fmt: skip  # noqa: E501
    element.set(name, random.choice(bad))


def value_changed(random: Random, root: Any) -> None:
    element = random.choice([each for each in elements(root) if each.attrib])
    junk = [
        "",
        " ",
        "x",
        "99",
        "-1",
        "T",
        "B",
        "Ø" * 101,
        "4201 ",
        "1234567",
        "2026-01-01",
        "\n",
        "56.0.1",
        "٤",
    ]
    element.set(random.choice(list(element.attrib)), random.choice(junk))


def fixed_changed(random: Random, root: Any) -> None:
    root.set(
        *random.choice([("versjon", "56.0.1"), ("versjon", ""), ("meldingstype", "B"), ("meldingstype", "k")])
    )


def district_changed(random: Random, root: Any) -> None:
    random.choice(list(root.iter(f"{N}Bruker"))).set("bydel", random.choice(["", "1234567", "1", "A", "02 "]))


def element_doubled(random: Random, root: Any) -> None:
    element = inner(random, root)
    element.addnext(copy.deepcopy(element))


def element_removed(random: Random, root: Any) -> None:
    element = inner(random, root)
    element.getparent().remove(element)


def kind_removed(random: Random, root: Any) -> None:
    for element in list(
        root.iter(f"{N}{random.choice(['Kontaktperson', 'Kommune', 'Bruker', 'Notifikasjon'])}")
    ):
        element.getparent().remove(element)


def order_changed(random: Random, root: Any) -> None:
    children = list(root)
    random.shuffle(children)
    root[:] = children


def element_moved(random: Random, root: Any) -> None:
    element, target = inner(random, root), inner(random, root)
    if target not in list(element.iter()):
        target.append(element)


def element_renamed(random: Random, root: Any) -> None:
    names = [
        "Melding",
        "Notifikasjon",
        "Kontaktperson",
        "Kommune",
        "TjenesteStart",
        "TjenesteSlutt",
        "Bruker",
        "bruker",
        "Ukjent",
    ]
    some(random, root).tag = f"{N}{random.choice(names)}"


def element_added(random: Random, root: Any) -> None:
    target = some(random, root)
    names = [f"{N}Ukjent", "Bruker", f"{N}Bruker", f"{N}Kommune", "{urn:x}Notifikasjon"]
    target.insert(random.randint(0, len(target)), etree.Element(random.choice(names)))


def second_event(random: Random, root: Any) -> None:
    one, other = random.sample(list(root.iter(f"{N}Notifikasjon")), 2)
    event = copy.deepcopy(other[0])
    one.insert(random.randint(0, 1), event)


def namespace_changed(random: Random, root: Any) -> None:
    element = some(random, root)
    element.tag = (
        random.choice(["", "{http://www.npr.no/xmlstds/57_0_0_ipl}", "{urn:x}"])
        + etree.QName(element).localname
    )


def namespace_changed_everywhere(random: Random, root: Any) -> None:
    for element in elements(root):
        element.tag = f"{{http://www.npr.no/xmlstds/57_0_0_ipl}}{etree.QName(element).localname}"


def text_added(random: Random, root: Any) -> None:
    some(random, root).text = random.choice(["Blid", " . ", "0"])


def identifier_repeated(random: Random, root: Any) -> None:
    one, other = random.sample(list(root.iter(f"{N}Notifikasjon")), 2)
    one.set("notifikasjonGUID", other.get("notifikasjonGUID"))


def municipality_repeated(random: Random, root: Any) -> None:
    root.append(copy.deepcopy(root[-1]))


def typed_from_outside(random: Random, root: Any) -> None:
    xsi = "{http://www.w3.org/2001/XMLSchema-instance}"
    some(random, root).set(*random.choice([(f"{xsi}type", "string"), (f"{xsi}nil", "true")]))


MUTATIONS: tuple[Mutation, ...] = (
    attribute_removed, attribute_renamed, attribute_added, attribute_prohibited, guid_broken, day_broken, time_broken,
    value_changed, fixed_changed, district_changed, element_doubled, element_removed, kind_removed, order_changed,
    element_moved, element_renamed, element_added, second_event, namespace_changed, namespace_changed_everywhere,
    text_added, identifier_repeated, municipality_repeated, typed_from_outside,
)  # fmt: skip


def ours() -> etree.XMLSchema:
    return etree.XMLSchema(file=str(resource("schemas", "kpr56.xsd")))


def official(folder: Path) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(folder / "XPR(ipl).xsd"))


def mutant(seed: int, most: int = 3) -> tuple[str, Any]:
    """A message with one to `most` mutations, read back from its bytes as a receiver would."""
    random = Random(seed)
    whole = corrections() if seed % 3 == 0 else message()
    root = etree.fromstring(Kpr56("1.2.3").write(whole))
    names: list[str] = []
    for _ in range(random.randint(1, most)):
        usable = MUTATIONS if not names else MUTATIONS[:13]
        mutation = random.choice(usable)
        try:
            mutation(random, root)
        except (IndexError, ValueError):
            continue  # an earlier mutation took away what this one needs
        names.append(mutation.__name__)
    return "+".join(names), etree.fromstring(etree.tostring(root))


def test_a_thousand_mutants(official_xsd: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register, own = official(official_xsd), ours()
    refused = Counter[str]()
    let_through = []
    for seed in range(COUNT):
        name, root = mutant(seed)
        by_register, by_us = not register.validate(root), not own.validate(root)
        refused["register"] += by_register
        refused["ours"] += by_us
        if by_register and not by_us:
            let_through.append(f"{seed} {name}")
    with capsys.disabled():
        print(
            f"\n{COUNT} mutated messages: the register's schema refuses {refused['register']}, ours {refused['ours']}"
        )
    assert not let_through
    assert refused["register"] >= 300
    assert refused["ours"] >= refused["register"]


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_ours_refuses_every_kind_of_mutation(mutation: Mutation) -> None:
    """Each kind alone, and so that it bites at least once in 40; needs no other schema."""
    own, seen = ours(), 0
    for seed in range(40):
        root = etree.fromstring(Kpr56("1.2.3").write(message()))
        mutation(Random(seed), root)
        seen += not own.validate(etree.fromstring(etree.tostring(root)))
    assert seen


def test_unmutated_messages_pass_both(official_xsd: Path) -> None:
    for local_id in ("", "OVELSE"):
        root = etree.fromstring(Kpr56("1.2.3").write(message(local_id=local_id)))
        ours().assertValid(root)
        official(official_xsd).assertValid(root)


def test_a_mutant_is_the_same_every_time() -> None:
    assert [mutant(seed)[0] for seed in range(20)] == [mutant(seed)[0] for seed in range(20)]
    assert len({mutant(seed)[0] for seed in range(200)}) > 60


def test_the_schemas_attributes_are_the_data_files() -> None:
    """Element and attribute names in our schema are exactly the 56 fields of the data file."""
    xs = "{http://www.w3.org/2001/XMLSchema}"
    root: Any = etree.parse(str(resource("schemas", "kpr56.xsd"))).getroot()
    types = {each.get("name"): each for each in root.iter(f"{xs}complexType")}
    group = [a.get("name") for a in root.find(f"{xs}attributeGroup")]
    found = {}
    for element in root.iter(f"{xs}element"):
        own = types[element.get("type").removeprefix("k:")]
        names = [a.get("name") for a in own.findall(f"{xs}attribute")]
        found[element.get("name")] = {*names, *(group if own.find(f"{xs}attributeGroup") is not None else ())}
    assert found == {name: {r.attribute for r in rules} for name, rules in field_table().rules.items()}
    assert sum(map(len, found.values())) == 56
