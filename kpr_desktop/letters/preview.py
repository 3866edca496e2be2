"""PDF to pixels, from memory. Imported when the first preview is asked for."""

from __future__ import annotations

import pypdfium2

from kpr_desktop.usecases.records import PageImage


def pages(pdf: bytes, width: int) -> list[PageImage]:
    """The pages as pictures `width` pixels wide (1 to 10,000): BGR, 3 bytes a pixel. Nothing is written to disk."""
    if not 1 <= width <= 10_000:
        raise ValueError("the width is from 1 to 10,000 pixels")
    with pypdfium2.PdfDocument(pdf) as document:
        return [_picture(page, width) for page in document]


def _picture(page: pypdfium2.PdfPage, width: int) -> PageImage:
    bitmap = page.render(scale=width / page.get_width())
    try:
        return PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    finally:
        bitmap.close()
        page.close()
