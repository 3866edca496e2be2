"""The one way in which the message writer says no."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from kpr_desktop.domain.notification import Message
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.kpr56 import Kpr56

WRITER = Kpr56("1.2.3")


def refused(message: Message, writer: Kpr56 = WRITER) -> None:
    with pytest.raises(UserFault) as caught:
        writer.write(message)
    assert caught.value.code == "export.schema"
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    errors: Any = etree.LxmlError("").error_log
    assert len(errors) == 0  # the library's own words quote values
