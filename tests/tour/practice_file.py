"""The practice message: what the register would get, written by the writer itself from made-up persons.

The program has no way to write it: its gate stops every file from a training vault.
"""

from __future__ import annotations

import os
from pathlib import Path

from lxml import etree

from kpr_desktop import __version__
from kpr_desktop.codebook.resources import resource
from kpr_desktop.exports.naming import file_name
from kpr_desktop.exports.registry import message_writer
from kpr_desktop.usecases.services import Services
from tests.support.driver import Stuck


def write_practice_file(services: Services, folder: Path) -> Path:
    """Write the rehearsed message to `folder`, checked by our schema, and by the register's where there is one."""
    message = services.submission.rehearse().message
    data = message_writer(__version__).write(message)
    path = folder / file_name(message, services.session.now())
    if not path.name.endswith(".ovelse.xml"):
        raise Stuck("The practice message is not named as one.")
    path.write_bytes(data)
    for schema in schemas():
        _validate(data, schema)
    return path


def schemas() -> list[Path]:
    """Our schema, and the register's own when KPR_OFFICIAL_XSD names its folder."""
    found = [Path(str(resource("schemas", "kpr56.xsd")))]
    official = Path(os.environ.get("KPR_OFFICIAL_XSD", "-")) / "XPR(ipl).xsd"
    if official.is_file():
        found.append(official)
    return found


def _validate(data: bytes, schema: Path) -> None:
    checked = etree.XMLSchema(etree.parse(str(schema)))
    if not checked.validate(etree.fromstring(data)):
        raise Stuck(f"The practice message is not accepted by {schema.name}.")
