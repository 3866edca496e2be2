"""The icons in every size that a system asks for, drawn from the shipped SVGs by the Qt that the program has anyway.

    python packaging/app/draw_icons.py FOLDER

Makes FOLDER/hicolor/<n>x<n>/{apps,mimetypes}/*.png and scalable/, kpr-desktop.ico (Windows), kpr-desktop.icns (macOS).
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {
    "kpr-desktop": ROOT / "resources/kpr_desktop_resources/theme/kpr-desktop.svg",
    "kpr-vault": ROOT / "packaging/icons/kpr-vault.svg",
}
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICONS = {"kpr-desktop": "apps", "kpr-vault": "mimetypes"}
THEME_NAMES = {"kpr-desktop": "kpr-desktop", "kpr-vault": "application-vnd.kpr-desktop.vault"}


def draw(folder: Path) -> None:
    """Everything, into `folder`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image  # noqa: PLC0415 - only where icons are drawn
    from PySide6.QtCore import QByteArray, QRectF, Qt  # noqa: PLC0415 - as above
    from PySide6.QtGui import QGuiApplication, QImage, QPainter  # noqa: PLC0415 - as above
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - as above

    _app = QGuiApplication.instance() or QGuiApplication([])
    for name, kind in ICONS.items():
        source = SOURCES[name]
        renderer = QSvgRenderer(QByteArray(source.read_bytes()))
        if not renderer.isValid():
            raise ValueError(name)
        for size in SIZES:
            image = QImage(size, size, QImage.Format.Format_ARGB32)
            image.fill(Qt.GlobalColor.transparent)
            painter = QPainter(image)
            renderer.render(painter, QRectF(0, 0, size, size))
            painter.end()
            path = folder / f"hicolor/{size}x{size}" / kind / f"{THEME_NAMES[name]}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            if not image.save(str(path)):
                raise OSError(path)
        scalable = folder / "hicolor/scalable" / kind
        scalable.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, scalable / f"{THEME_NAMES[name]}.svg")
    largest = Image.open(folder / "hicolor/512x512/apps/kpr-desktop.png")
    largest.resize((256, 256)).save(
        folder / "kpr-desktop.ico", sizes=[(size, size) for size in SIZES if size <= 256]
    )
    largest.save(folder / "kpr-desktop.icns")


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
