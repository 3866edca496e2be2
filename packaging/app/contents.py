"""What does not go into a built program: parts of the libraries that nobody uses, and what the system has itself."""

from __future__ import annotations

import re
import sys

EXCLUDED = [
    # No network: neither the modules nor the libraries beneath them.
    "ssl", "_ssl", "ftplib", "imaplib", "poplib", "smtplib", "telnetlib", "xmlrpc", "http.server", "socketserver",
    # Databases and formats that write what is not encrypted.
    "sqlite3", "_sqlite3", "dbm", "shelve",
    # Tools for programmers, and the other window toolkit.
    "tkinter", "_tkinter", "turtle", "idlelib", "lib2to3", "ensurepip", "venv", "distutils", "setuptools", "pip",
    "pydoc", "pydoc_data", "doctest", "unittest", "test", "curses", "_curses", "readline",
    # Kinds of pictures that no logo comes in, HTML parsers, and the rest of lxml that reads no XML.
    "PIL._avif", "PIL.AvifImagePlugin", "PIL._webp", "PIL.WebPImagePlugin", "PIL.FpxImagePlugin", "PIL.MicImagePlugin",
    "lxml.html", "lxml.isoschematron", "html5lib", "olefile",
    # Drawing by other engines (reportlab, Pillow) and bindings that only a build needs.
    "matplotlib", "numpy", "rlPyCairo", "_rl_renderPM", "cffi", "pycparser", "IPython",
    # Qt that is not a window with widgets.
    "PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql", "PySide6.QtTest", "PySide6.QtOpenGL",
]  # fmt: skip

_LEFT_OUT = re.compile(
    r"""
    (lib)?Qt6?(Qml|Quick|VirtualKeyboard|Sql|Test|OpenGLWidgets|EglF|EGLF)
    | (pillow\.libs/)?lib(avif|webp|sharpyuv)
    | lxml/isoschematron/
    | PySide6/(Qt/)?(
        translations/ | qml/                                # our own texts are Qt's too (qt_texts.yaml)
        | (lib/|)(lib)?Qt6?(Qml|Quick|VirtualKeyboard|Sql|Test|OpenGLWidgets|EglF|EGLF)
        | plugins/(platforminputcontexts/.*virtualkeyboard | platforms/.*(eglfs|linuxfb|vnc|minimalegl|vkkhr)
            | egldeviceintegrations/ | sqldrivers/ | tls/ | networkinformation/ | generic/ | qmltooling/
            | imageformats/.*(gif|icns|jp2|mng|pdf|tga|tiff|wbmp|webp) | platformthemes/.*gtk)
    )""",
    re.VERBOSE,
)
_FROM_SYSTEM = re.compile(r"^/(usr/)?lib/(?!python3)")
_BROUGHT = re.compile(
    r"lib(python3|xcb-(cursor|icccm|image|keysyms|render-util|shape|util|xkb|xinerama|randr|render|shm|sync|xfixes)"
    r"|xkbcommon|ffi|crypto|bz2|lzma|mpdec|uuid)"
)
"""Libraries of the build machine that go along on Linux: Python's own, and the small ones that Qt's X11 plugin needs
and a desktop may lack. All others must be the system's: its drivers, fonts and message bus speak with them."""


def of_system(source: str) -> bool:
    """Whether a file belongs to the system that the program is built on, not to Python or to a package."""
    return bool(_FROM_SYSTEM.match(source))


def wanted(target: str, source: str) -> bool:
    """Whether a file goes into the folder. `target`: its place there; `source`: where it comes from."""
    place = target.replace("\\", "/")
    if _LEFT_OUT.match(place):
        return False
    if sys.platform == "linux" and of_system(source):
        return bool(_BROUGHT.match(place.rpartition("/")[2]))
    return True
