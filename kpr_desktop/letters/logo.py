"""The sender's arms or logo: read from untrusted bytes, flat on white, no larger than it is printed."""

from __future__ import annotations

import io
import zlib
from functools import lru_cache

from PIL.Image import Image, Resampling, new
from PIL.PngImagePlugin import PngImageFile

from kpr_desktop.errors import UserFault

LARGEST = 500_000
"""Bytes."""
_MOST_PIXELS = 16_000_000
_SIZE = 900, 300
"""Of what is kept: more than 300 dots an inch of the place it has."""


@lru_cache(maxsize=2)
def read_logo(png: bytes) -> Image:
    """The picture. Raises UserFault letter.logo for what is too large, no PNG or a broken one."""
    if len(png) > LARGEST:
        raise UserFault("letter.logo", "logo")
    try:
        picture = PngImageFile(io.BytesIO(png))
        if picture.width * picture.height > _MOST_PIXELS:
            raise UserFault("letter.logo", "logo")
        clear = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, zlib.error) as broken:
        raise UserFault("letter.logo", "logo") from broken
    flat = new("RGB", clear.size, "white")
    flat.paste(clear, mask=clear.getchannel("A"))
    flat.thumbnail(_SIZE, Resampling.LANCZOS)
    return flat
